import { createServer as createSecureServer } from "node:https";
import { createServer, type AddressInfo, type Server } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { localhostCertificate } from "../../support/localhost-certificate.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn, type StandIn, type StandInRequest } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../../cli/shop.ts";

/** Nobody listens there. */
const NOBODY = "http://127.0.0.1:1/v1";

/** Retries would take time. */
const HASTY = "export default { client: { maxRetries: 0 } };";

interface Shop {
  readonly config?: string;
  readonly agents?: string;
  readonly cases?: readonly object[];
  readonly env?: string;
}

function shop({ config = HASTY, agents = SHOP, cases = [GREETING], env = "" }: Shop = {}): Project {
  return newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl(...cases),
    "swarm-eval.config.ts": config,
    ".env": env,
  });
}

async function standIn(script: Parameters<typeof startStandIn>[0] = shopModel): Promise<StandIn> {
  const server = await startStandIn(script);
  onTestFinished(() => server.close());
  return server;
}

/** The port of a server that is closed when the test ends. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function live(
  project: Project,
  environment: Readonly<Record<string, string>>,
  ...more: readonly string[]
) {
  const flags = ["--traffic", "live", "--json", ...more];
  const finished = await project.swarmEval(["run", "evals/shop.jsonl", ...flags], environment);
  const result = finished.stdout === "" ? undefined : (JSON.parse(finished.stdout) as SuiteResult);
  return { ...finished, result, error: result?.cases[0]?.trials[0]?.error?.message };
}

describe("an address that does not answer", () => {
  it("is named once for all trials, with what says so", async () => {
    const project = shop({
      env: `OPENAI_BASE_URL=${NOBODY}`,
      cases: [GREETING, { ...GREETING, id: "again" }],
    });
    const { code, stdout } = await project.swarmEval([
      "run",
      "evals/shop.jsonl",
      "--traffic",
      "live",
    ]);
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(code).toBe(4);
    expect(said).toContain(
      `The connection failed: connect ECONNREFUSED 127.0.0.1:1. OPENAI_BASE_URL is ${NOBODY} (from .env). Is the server running there?`,
    );
    expect(said.split("OPENAI_BASE_URL")).toHaveLength(2);
  });

  it("is that of the config, or of the agent's own client", async () => {
    const config = `export default { client: { baseURL: "${NOBODY}", maxRetries: 0 } };`;
    const { error } = await live(shop({ config }), {});
    expect(error).toContain(`client.baseURL is ${NOBODY} (in swarm-eval.config.ts).`);

    const client = `new OpenAI({ baseURL: "${NOBODY}", apiKey: "none", maxRetries: 0 })`;
    const agents = `import { createRequire } from "node:module";
const { OpenAI } = createRequire(import.meta.resolve("swarm-eval"))("openai");
${SHOP.replace('name: "Triage",', `name: "Triage", client: ${client},`)}`;
    const own = await live(shop({ agents }), { OPENAI_BASE_URL: "http://127.0.0.1:2/v1" });
    expect(own.error).toContain(`The agent's own client asks ${NOBODY}.`);
  });

  it("is refused before anything is played where it cannot be one", async () => {
    const { code, stderr, stdout } = await live(shop(), { OPENAI_BASE_URL: "localhost:8080/v1" });
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'OPENAI_BASE_URL is localhost:8080/v1 (from the environment), and cannot be used: it must begin with http:// or https://, such as "http://localhost:8080/v1".\n',
    });
  });

  it("may have another path", async () => {
    const server = await standIn(({ path }) => {
      const isThere = path === "/v1/chat/completions";
      return isThere
        ? { say: "Hello!" }
        : { status: 404, raw: '{"error":{"message":"Not Found"}}' };
    });
    const { code, error } = await live(shop(), { OPENAI_BASE_URL: `${server.baseUrl}/chat` });
    expect(code).toBe(4);
    expect(error).toContain(
      `So ${server.baseUrl}/chat/chat/completions was asked, and is not there. Most servers have it at ${server.baseUrl}.`,
    );
  });

  it("may have a host that there is none of", async () => {
    // No resolver asks anybody for such a name.
    const OPENAI_BASE_URL = "http://gpu..local/v1";
    const { code, error } = await live(shop(), { OPENAI_BASE_URL });
    expect(code).toBe(4);
    expect(error).toContain(
      `OPENAI_BASE_URL is ${OPENAI_BASE_URL} (from the environment). Is the name of its host right?`,
    );
  });

  it.each([
    ["a web page", "<!doctype html><title>Chat</title>", []],
    [
      "a web page, where a stream was asked for",
      "<!doctype html>\n\n<a href='x: y'>Chat</a>\n\n",
      ["--stream"],
    ],
    ["JSON of another kind", '{"status":"ok"}', []],
  ])("may answer with %s", async (_, raw, flags) => {
    const headers = { "content-type": raw.startsWith("{") ? "application/json" : "text/html" };
    const server = await standIn(() => ({ raw, headers }));
    const root = server.baseUrl.replace("/v1", "");
    const { code, error } = await live(shop(), { OPENAI_BASE_URL: root }, ...flags);
    expect(code).toBe(4);
    expect(error).toContain(
      `. OPENAI_BASE_URL is ${root} (from the environment). So ${root}/chat/completions was asked, and does not speak the API. Most servers have it at ${server.baseUrl}.`,
    );
  });

  it("may speak http in place of https, or the reverse", async () => {
    const plain = (await standIn()).baseUrl;
    const asSecure = plain.replace("http:", "https:");
    const { error } = await live(shop(), { OPENAI_BASE_URL: asSecure });
    expect(error).toContain(`(from the environment). If it speaks http there, set ${plain}.`);

    const port = await listening(createSecureServer(localhostCertificate));
    const asPlain = `http://127.0.0.1:${port}/v1`;
    const reverse = await live(shop(), { OPENAI_BASE_URL: asPlain });
    expect(reverse.error).toContain(
      `If it speaks https there, set ${asPlain.replace("http:", "https:")}.`,
    );
  });

  it("does not hang a run, neither while it is connected nor afterwards", async () => {
    const port = await listening(createServer());
    const hasty = "export default { client: { maxRetries: 0, connectTimeout: 1 } };";
    const asked = { OPENAI_BASE_URL: `https://127.0.0.1:${port}/v1` };
    const { error } = await live(shop({ config: hasty }), asked);
    expect(error).toContain("no connection within 1 ms");

    const silent = await standIn(() => ({ hang: true }));
    const config = "export default { client: { maxRetries: 0, timeout: 1 } };";
    const waited = await live(shop({ config }), { OPENAI_BASE_URL: silent.baseUrl });
    expect(waited.error).toContain("no sign of a reply within 1 ms");
  });
});

describe("a key", () => {
  const refusing = (): Promise<StandIn> =>
    standIn(() => ({ status: 401, raw: '{"error":{"message":"Incorrect API key provided"}}' }));

  it("that is refused is named by its variable, with where that is set", async () => {
    const { baseUrl } = await refusing();
    const key = "sk-test-1234567890abcdefg";
    const { code, stdout, error } = await live(shop({ env: `OPENAI_API_KEY=${key}` }), {
      OPENAI_BASE_URL: baseUrl,
    });
    expect(code).toBe(4);
    expect(error).toContain("The key is that of OPENAI_API_KEY (from .env).");
    expect(stdout).not.toContain(key);
  });

  it("that nobody has set is said not to have been sent", async () => {
    const { error } = await live(shop(), { OPENAI_BASE_URL: (await refusing()).baseUrl });
    expect(error).toContain("No key was sent. OPENAI_BASE_URL is");
  });

  it("that cannot be sent ends the run, and is not shown", async () => {
    const { baseUrl, requests } = await standIn();
    const { code, stderr } = await live(shop(), {
      OPENAI_BASE_URL: baseUrl,
      OPENAI_API_KEY: "“sk-test”",
    });
    expect([code, requests.length]).toEqual([2, 0]);
    expect(stderr).toContain("The key in OPENAI_API_KEY (from the environment) cannot be sent:");
    expect(stderr).not.toContain("sk-test");
  });
});

describe("a server", () => {
  it("that fails again and again is said to have been asked again", async () => {
    const { baseUrl } = await standIn(() => ({
      status: 503,
      headers: { "retry-after-ms": "0" },
      raw: '{"error":{"message":"Loading model"}}',
    }));
    const config = "export default { client: { maxRetries: 2 } };";
    const { error } = await live(shop({ config }), { OPENAI_BASE_URL: baseUrl });
    expect(error).toContain("503 Loading model, after 2 retries");
  });

  it("that refuses null beside calls is sent text, and replays so", async () => {
    const isNull = ({ body }: StandInRequest): boolean =>
      body.messages.some(({ content }) => content === null);
    const server = await standIn((request) =>
      isNull(request)
        ? { status: 500, raw: '{"error":{"message":"content: Input should be a valid string"}}' }
        : shopModel(request),
    );
    const project = shop({ cases: [REFUND] });
    const play = (traffic: string) =>
      project.swarmEval(["run", "evals/shop.jsonl", "--traffic", traffic, "--json"], {
        OPENAI_BASE_URL: server.baseUrl,
      });
    expect((await play("record")).code).toBe(0);
    // Refused once a trial: it has learned by then.
    expect(server.requests.map(isNull)).toEqual([false, true, false, false]);
    expect((await play("replay")).code).toBe(0);
    expect(server.requests).toHaveLength(4);
  });

  it("that takes null is sent null", async () => {
    const server = await standIn();
    await live(shop({ cases: [REFUND] }), { OPENAI_BASE_URL: server.baseUrl });
    expect(server.requests[1]?.body.messages[2]).toMatchObject({
      role: "assistant",
      content: null,
    });
    expect(server.requests).toHaveLength(3);
  });
});

it.each([
  ["a refused key", { status: 401, raw: '{"error":{"message":"Incorrect API key"}}' }, []],
  ["an error of the server", { status: 500, raw: "{}" }, ["--stream"]],
  ["a web page", { raw: "<html></html>", headers: { "content-type": "text/html" } }, []],
])(
  "%s that is replayed is said to be a recording, which record replaces",
  async (_, answer, flags) => {
    let isDown = true;
    const server = await standIn((request) => (isDown ? answer : shopModel(request)));
    const project = shop();
    const play = (traffic: string) =>
      project.swarmEval(["run", "evals/shop.jsonl", ...flags, "--traffic", traffic], {
        OPENAI_BASE_URL: server.baseUrl,
      });
    const said = "This was recorded; --traffic record asks again.";
    const recorded = await play("record");
    expect([recorded.code, recorded.stdout.includes(said)]).toEqual([4, false]);
    isDown = false;
    const replayed = await play("replay");
    expect(replayed.code).toBe(4);
    expect(replayed.stdout.replaceAll(/\s+/g, " ")).toContain(said);
    expect((await play("record")).code).toBe(0);
    expect((await play("replay")).stdout).not.toContain(said);
  },
);

it("judges that could not be asked are asked again by record", async () => {
  let isDown = true;
  const server = await standIn((request) => {
    if (request.body["response_format"] === undefined) return shopModel(request);
    return isDown
      ? { status: 404, raw: "{}" }
      : { say: '{"reason":"It does.","verdict":"passed"}' };
  });
  const project = shop({
    cases: [{ id: "greeting", user: "Hi!", expect: { output: { judge: "Greets." } } }],
  });
  const record = () =>
    project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
      OPENAI_BASE_URL: server.baseUrl,
    });
  expect((await record()).code).toBe(4);
  isDown = false;
  expect((await record()).code).toBe(0);
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("judges that could not be asked are not asked again where the others decided", async () => {
  let judged = 0;
  const server = await standIn((request) => {
    if (request.body["response_format"] === undefined) return shopModel(request);
    return judged++ === 0
      ? { status: 404, raw: "{}" }
      : { say: '{"reason":"It does.","verdict":"passed"}' };
  });
  const judge = { rubric: "Greets.", votes: 3 };
  const project = shop({
    cases: [{ id: "greeting", user: "Hi!", expect: { output: { judge } } }],
  });
  for (const time of ["first", "again"]) {
    const { code } = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
      OPENAI_BASE_URL: server.baseUrl,
    });
    expect({ time, code, asked: server.requests.length }).toEqual({ time, code: 0, asked: 4 });
  }
});

it("judges are asked at a server of their own, with its key and headers", async () => {
  const agents = await standIn();
  const judges = await standIn(() => ({ say: '{"reason":"It does.","verdict":"passed"}' }));
  const judge = {
    model: "judge-1",
    baseURL: judges.baseUrl,
    apiKeyEnv: "JUDGE_KEY",
    defaultHeaders: { "X-Title": "judge" },
    request: { temperature: 0 },
  };
  const project = shop({
    config: `export default ${JSON.stringify({ judge })};`,
    cases: [{ id: "greeting", user: "Hi!", expect: { output: { judge: "Greets." } } }],
  });
  const { code } = await live(project, {
    OPENAI_BASE_URL: agents.baseUrl,
    OPENAI_API_KEY: "sk-agents-1234567890abcdefg",
    JUDGE_KEY: "sk-judge-1234567890abcdefg",
  });
  expect([code, agents.requests.length]).toEqual([0, 1]);
  expect(judges.requests).toMatchObject([
    {
      headers: { authorization: "Bearer sk-judge-1234567890abcdefg", "x-title": "judge" },
      body: { model: "judge-1", temperature: 0 },
    },
  ]);
});
