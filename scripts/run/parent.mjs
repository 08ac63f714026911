const lookEveryMs = 500;

/**
 * Ends this process, as SIGTERM does, when the npm that started it is gone: nobody else would, and a server left behind
 * holds the port and the data folder.
 */
export function endWithNpm() {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, lookEveryMs);
  timer.unref();
}
