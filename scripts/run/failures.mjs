/** A failure that has been said in one sentence; nothing else about it is printed. */
export class Failure extends Error {
  /**
   * @param {string} sentence
   * @param {number} [exitCode]
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

const noNetwork = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/;
const diskFull = /\b(?:ENOSPC|EDQUOT)\b|no space left on device/i;
const notWritable = /\b(?:EACCES|EPERM|EROFS)\b|permission denied|read-only file system/i;
const brokenLock = /can only install packages when your package\.json and package-lock\.json|npm (?:error|ERR!) (?:Missing|Invalid): /;

/**
 * What went wrong while installing or building, in one sentence, or undefined when the output tells nothing we know.
 * @param {string} output what the failing program printed, or an error's text
 * @param {string} folder
 */
export function explainFailure(output, folder) {
  if (/spawn npm ENOENT/.test(output)) return "npm is not there. It comes with Node; install Node with npm and start again.";
  if (diskFull.test(output))
    return `The disk is full: ${folder} needs about 1 GB for the installed packages and the build. Free some space and start again.`;
  if (notWritable.test(output)) return `The folder ${folder} is not writable for this user. Change its owner or its rights and start again.`;
  if (brokenLock.test(output)) return "package.json and package-lock.json do not fit together. Run npm install once, and commit the lockfile.";
  if (noNetwork.test(output))
    return "The first start needs the network: the npm registry cannot be reached from here. Connect and start again; later starts need none.";
  return undefined;
}
