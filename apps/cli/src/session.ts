import { type Client, createClient, type EndpointSpec, endpoints, ProblemError } from "@cofounder/contracts";
import { type Credentials, readCredentials, withLock, writeCredentials } from "./credentials.ts";

export interface SessionOptions {
  server: string;
  credentialsFile: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

type Clients = { [Module in keyof typeof endpoints]: Client<(typeof endpoints)[Module]> };

export interface Session extends Clients {
  server: string;
  isSignedIn(): boolean;
  signIn(credentials: Credentials | undefined): void;
  /** A GET with the session's token, for what is no typed endpoint (streams). */
  open(path: string, signal?: AbortSignal): Promise<Response>;
}

/** Calls the server as the person who signed in here; an access token that has run out is renewed once. */
export function createSession(options: SessionOptions): Session {
  const { server, credentialsFile } = options;
  const plainFetch = options.fetch ?? ((url, init) => fetch(url, init));
  const current = () => readCredentials(credentialsFile, server);
  const anonymous = createClient(endpoints.auth, { origin: server, fetch: plainFetch });

  async function renew(used: string): Promise<string | undefined> {
    return withLock(credentialsFile, async () => {
      const kept = current();
      if (kept === undefined) return undefined;
      if (kept.accessToken !== used) return kept.accessToken;
      try {
        const { accessToken, refreshToken } = await anonymous.refresh({ refreshToken: kept.refreshToken });
        writeCredentials(credentialsFile, server, { accessToken, refreshToken });
        return accessToken;
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return undefined;
        throw error;
      }
    });
  }

  async function send(url: string, init: RequestInit): Promise<Response> {
    const token = current()?.accessToken;
    const withToken = (value: string | undefined): RequestInit => ({
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(value === undefined ? {} : { authorization: `Bearer ${value}` }) },
    });
    const response = await plainFetch(url, withToken(token));
    if (response.status !== 401 || token === undefined) return response;
    const renewed = await renew(token);
    return renewed === undefined ? response : plainFetch(url, withToken(renewed));
  }

  const client = <Endpoints extends Record<string, EndpointSpec>>(of: Endpoints): Client<Endpoints> =>
    createClient(of, { origin: server, fetch: send });
  return {
    server,
    auth: client(endpoints.auth),
    tasks: client(endpoints.tasks),
    content: client(endpoints.content),
    research: client(endpoints.research),
    memory: client(endpoints.memory),
    cms: client(endpoints.cms),
    ops: client(endpoints.ops),
    isSignedIn: () => current() !== undefined,
    signIn: (credentials) => writeCredentials(credentialsFile, server, credentials),
    async open(path, signal) {
      const response = await send(server + path, { headers: { accept: "text/event-stream" }, ...(signal === undefined ? {} : { signal }) });
      if (!response.ok) throw new ProblemError(response.status, null);
      return response;
    },
  };
}
