import { bodies } from "./bodies.ts";
import { breaks } from "./breaks.ts";
import type { Call, Routes } from "./call.ts";
import { customs } from "./customs.ts";
import { sdks } from "./sdks.ts";

const routes: Routes = { ...bodies, ...customs, ...breaks, ...sdks };

/** Answers as the path says. */
export async function answer(call: Call): Promise<void> {
  const url = new URL(call.request.url ?? "/", "http://server.test");
  const route = routes[url.pathname.split("/")[1] ?? ""];
  if (route === undefined) call.response.writeHead(404).end();
  else await route(call, url);
}
