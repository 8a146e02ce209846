import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { Unmapped } from "../../../src/cases/importing/unmapped.ts";
import { field } from "../../../src/json/value.ts";
import { attributesOf } from "../../../src/traces/reading/otlp-values.ts";
import { readOtlp } from "../../../src/traces/reading/read-otlp.ts";
import { traceCases } from "../../../src/traces/reading/trace-cases.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { SHOP, shopModel } from "../shop.ts";

interface Received {
  readonly path: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A collector of OpenTelemetry on the loopback interface. */
async function startCollector(status = 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { url: path, headers } = request;
      received.push({ path, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(status, { "content-type": "application/json" });
      response.end("{}");
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { received, url: `http://127.0.0.1:${port}` };
}

const REFUND = { id: "refund", user: "Please refund 7.", expect: { handoffs: ["Refunds"] } };
const GREETING = { id: "greeting", user: "Hi!", expect: { agent: "Triage" } };

async function recordedShop(): Promise<Project> {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(REFUND, GREETING),
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const online = { OPENAI_BASE_URL: server.baseUrl };
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], online);
  return project;
}

const RUN = ["run", "evals/shop.jsonl", "--reporter", "otlp"];

it("sends a trace of each trial past the guard of a replay, from which the case can be made again", async () => {
  const project = await recordedShop();
  const { received, url } = await startCollector();
  const { code, stdout, stderr } = await project.swarmEval(RUN, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=shop%20desk, authorization=Bearer t0ken",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=ci,service.name=other",
    OTEL_SERVICE_NAME: "desk",
  });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(received.map(({ path }) => path)).toEqual(["/v1/traces", "/v1/traces"]);
  expect(received[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "x-team": "shop desk",
    authorization: "Bearer t0ken",
  });
  const [resource] = field(received[0]?.body, "resourceSpans") as object[];
  expect(Object.fromEntries(attributesOf(field(resource, "resource")))).toEqual({
    "service.name": "desk",
    "deployment.environment.name": "ci",
  });
  const spans = readOtlp(received.map(({ body }) => body)) ?? [];
  expect(traceCases(spans, undefined, new Unmapped())).toEqual([
    {
      id: "please-refund-7",
      agent: "Triage",
      user: "Please refund 7.",
      expect: {
        tool_calls: [
          "transferToRefunds",
          { name: "refund", arguments: { order: 7, reason: "asked" }, agent: "Refunds" },
        ],
        handoffs: ["Refunds"],
        final_agent: "Refunds",
      },
    },
    { id: "hi", agent: "Triage", user: "Hi!", expect: { tool_calls: [], final_agent: "Triage" } },
  ]);
});

it("sends those of a result, too, with what models were sent", async () => {
  const project = await recordedShop();
  const { received, url } = await startCollector();
  const environment = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/own` };
  const report = ["report", "reports/shop.json", "--reporter", "otlp"];
  expect((await project.swarmEval(report, environment)).code).toBe(0);
  expect(received.map(({ path }) => path)).toEqual(["/own", "/own"]);
  const models = (readOtlp(received.map(({ body }) => body)) ?? []).flatMap(({ deed }) =>
    deed.type === "model" ? [deed] : [],
  );
  expect(models.map(({ input }) => input?.map(({ role }) => role).join())).toEqual([
    "system,user",
    "system,user,assistant,tool",
    "system,user,assistant,tool,assistant,tool",
    "system,user",
  ]);
  expect(models[0]?.input?.[0]?.content).toBe("Find out who can help.");
});

it.each([
  ["refuses", async () => (await startCollector(503)).url, "it answered with 503"],
  ["is not there", async () => "http://127.0.0.1:9", "ECONNREFUSED"],
])("says that a collector %s, which changes no verdict", async (_, at, why) => {
  const project = await recordedShop();
  const url = await at();
  const { code, stderr } = await project.swarmEval(RUN, { OTEL_EXPORTER_OTLP_ENDPOINT: url });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: 2 requests with traces could not be sent to http:/);
  expect(stderr).toContain(why);
});
