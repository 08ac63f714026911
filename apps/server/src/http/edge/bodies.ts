import multipart from "@fastify/multipart";
import { AppError } from "@cofounder/kernel";
import type { FastifyInstance } from "fastify";

/** Largest uploaded file, in bytes. */
export const maxFileBytes = 20_000_000;
/** Largest body of an operation that names no limit of its own, in bytes. */
export const defaultBodyLimitBytes = 1_000_000;

function refusePacked(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, next) => {
    const encoding = request.headers["content-encoding"];
    if (encoding === undefined || encoding === "identity") return next();
    next(new AppError("unsupported", "Send the body as it is, without Content-Encoding."));
  });
}

/** JSON and, where an operation takes a file, multipart/form-data; nothing else is read. */
export async function readBodies(app: FastifyInstance): Promise<void> {
  refusePacked(app);
  app.removeContentTypeParser("text/plain");
  const parseJson = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    // A body may be left out where no field is required; the operation's shape decides.
    if (body.length === 0) done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
  await app.register(multipart, {
    throwFileSizeLimit: true,
    limits: { fileSize: maxFileBytes, files: 1, fields: 8, fieldSize: 4000, fieldNameSize: 100, parts: 9, headerPairs: 40 },
  });
}
