/** The built server as a process of its own, for whoever looks at it from outside: drills, journeys, the demo, the bench. */
export {
  freePort,
  liveEvents,
  type ServerClient,
  type RunningServer,
  type StartServerOptions,
  signInAsOwner,
  startServer,
} from "./running-server.ts";
export { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";
