import { createServer } from "node:http";

/** The fastest that this machine answers: one JSON from memory, by node:http alone. The body comes from the bench. */
const body = Buffer.from(process.argv[3] ?? "{}", "base64");

createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.byteLength });
  response.end(body);
}).listen(Number(process.argv[2]), "127.0.0.1");
