import { constants, type Http2ServerRequest } from "node:http2";
import { setImmediate } from "node:timers/promises";
import type { Routes } from "./call.ts";

/** How servers fail. */
export const breaks: Routes = {
  reset: ({ request }) => {
    const { stream } = request as unknown as Partial<Http2ServerRequest>;
    if (stream === undefined) request.socket.destroy();
    else stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  },
  /** After it said how much there would be. */
  middle: async ({ request, response }) => {
    response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": 100 });
    await new Promise((resolve) => response.write("the beginning", resolve));
    await setImmediate();
    request.socket.end();
  },
  /** Without having said it. */
  "middle-of-chunks": async ({ request, response }) => {
    response.writeHead(200, { "Content-Type": "text/plain" });
    await new Promise((resolve) => response.write("the beginning", resolve));
    await setImmediate();
    request.socket.end();
  },
  /** Once; then it is well. */
  shaky: ({ request, response, memory }) => {
    if (memory.count("shaky") === 1) request.socket.destroy();
    else response.writeHead(200, { "Content-Type": "text/plain" }).end("well");
  },
  hang: () => {},
  "hang-in-body": ({ response }) => {
    response.writeHead(200, { "Content-Type": "text/plain" }).write("the beginning");
  },
};
