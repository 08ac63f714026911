import { AppError } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";

export interface ListenPlace {
  host: string;
  port: number;
}

const refusals: Readonly<Record<string, (place: ListenPlace) => string>> = {
  EADDRINUSE: ({ port }) => `Port ${port} is taken by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}`,
  EACCES: ({ port }) => `This user may not listen on port ${port}. Choose one above 1023: npm start -- --port 8000`,
  EADDRNOTAVAIL: ({ host }) => `HOST: ${host} is no address of this machine. Leave it out, or give one that is.`,
};

/** Begins to answer. Throws `unavailable` with a sentence where the system gives no such place. */
export async function listen(app: Pick<FastifyInstance, "listen">, place: ListenPlace): Promise<void> {
  try {
    await app.listen({ host: place.host, port: place.port });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const refusal = refusals[code];
    throw refusal === undefined ? error : new AppError("unavailable", refusal(place), { cause: error });
  }
}
