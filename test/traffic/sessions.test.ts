import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

it("lets a tool log in by a cookie while recording, keeps the cookie nowhere, and replays", async () => {
  const cookies: (string | undefined)[] = [];
  const shop = createServer((request, response) => {
    if (request.url === "/login") {
      response.setHeader("set-cookie", "sid=c00kie-0f-ann-7; Path=/; HttpOnly");
      response.setHeader("x-csrf-token", "csrf-0f-ann-12345").end("Welcome.");
      return;
    }
    cookies.push(request.headers.cookie);
    response.end(`Orders of ${String(request.headers["x-csrf-token"] !== undefined)}.`);
  });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const { port } = shop.address() as AddressInfo;
  const provider = await startStandIn(({ body }) =>
    body.messages.at(-1)?.role === "tool" ? { say: "Done." } : { calls: [{ name: "orders" }] },
  );
  onTestFinished(async () => {
    shop.close();
    await provider.close();
  });
  const project = newProject({
    "evals/shop.ts": `import { Agent } from "swarm-eval";
      const at = "http://127.0.0.1:${port}";
      async function orders() {
        const login = await fetch(at + "/login");
        const [cookie] = login.headers.getSetCookie();
        const headers = {
          cookie: /^[^;]*/.exec(cookie)[0],
          "x-csrf-token": login.headers.get("x-csrf-token"),
        };
        return (await fetch(at + "/orders", { headers })).text();
      }
      export default new Agent({ name: "Clerk", functions: [orders] });`,
    "evals/shop.jsonl": jsonl({ id: "orders", user: "Mine?", expect: { tool_calls: ["orders"] } }),
  });
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: provider.baseUrl,
  });
  expect(recorded).toMatchObject({ code: 0, stderr: "" });
  expect(cookies).toEqual(["sid=c00kie-0f-ann-7"]);
  const tape = project.read("fixtures/shop/orders.1.jsonl");
  expect(tape).toContain("sid=[redacted]; Path=/; HttpOnly");
  expect(tape).not.toMatch(/c00kie|csrf-0f/);
  shop.closeAllConnections();
  shop.close();
  expect(await project.swarmEval(["run", "evals/shop.jsonl"])).toMatchObject({ code: 0 });
});
