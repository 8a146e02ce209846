import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { SaxesParser } from "saxes";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

/** What a model, a tool, a provider and the author of a case may write. */
const HOSTILE = [
  "::set-output name=a::b",
  "\n  ::stop-commands::abc",
  "\r::error::c",
  "\u00a0\u0085::warning::d",
  "##[set-output name=ok]true",
  "x ##vso[task.setvariable variable=a]b",
  "\u001b[2J\u001b]8;;http://evil.test\u0007link\u001b]8;;\u0007",
  "\u009b2J\u202egnp.exe\u2066\u200f",
  "<img src=x onerror=alert(1)></script>]]>&amp;\u0000\ufffe",
  "</details></pre>\n\n# heading | **bold** [link](http://evil.test) @team",
  "=HYPERLINK(1)",
  "+1",
  "-1",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "＝1",
  "../../../escaped",
];
const ALL = HOSTILE.join(" \n");

const AGENTS = `
import { Agent, Result } from "swarm-eval";
const hostile = ${JSON.stringify(HOSTILE)};
const all = ${JSON.stringify(ALL)};
export default ({ id }) => {
  const other = new Agent({ name: all, instructions: all });
  return {
    agent: new Agent({
      name: hostile[id.length % hostile.length],
      functions: [
        function fail() {
          console.log(hostile[4]);
          console.error(hostile[1]);
          for (const piece of [" :", ":error::", "x\\n#", "#", "[error]y\\n"]) process.stdout.write(piece);
          throw new Error(all);
        },
        function tell() { return new Result({ value: all, agent: other, contextVariables: { [all]: all } }); },
      ],
    }),
    state: () => ({ [all]: all }),
  };
};
`;

/** Lines as a build server splits them, of which none is a command but our own annotations. */
function refuseCommands(text: string): void {
  for (const line of text.split(/\r\n|[\r\n]/)) {
    if (/^::(?:error|warning) file=evals\/shop\.jsonl,line=\d+,title=/.test(line)) continue;
    expect(line).not.toMatch(/^[\s\u0085]*::|##\w*\[/);
  }
}

function refuseControls(text: string): void {
  expect(text).not.toMatch(/[[\p{Cc}\p{Bidi_Control}]--[\t\n\r]]/v);
}

it("prints and writes as data what others wrote, in every output", async () => {
  const server = await startStandIn(({ body }) => {
    const user = String(body.messages[1]?.content);
    const name = user.startsWith("fail") ? "fail" : user.startsWith("tell") ? "tell" : undefined;
    if (user.startsWith("refuse"))
      return {
        status: 400,
        raw: JSON.stringify({ error: { message: ALL, type: ALL, code: ALL } }),
      };
    const asks = name !== undefined && body.messages.length === 2;
    return asks
      ? {
          calls: [
            { name, arguments: { [ALL]: ALL } },
            { name: ALL, arguments: ALL },
          ],
        }
      : { say: ALL };
  });
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...HOSTILE.map((text, index) => {
        const user = ["say", "fail", "tell", "refuse"][index % 4];
        return {
          id: `${text.replace(/[\s\p{Cc}]+/gu, " ").trim()} ${index}`,
          tags: [text],
          user: `${user} ${ALL}`,
          expect: { output: { equals: text }, final_agent: text },
        };
      }),
    ),
  });
  const summary = join(project.directory, "summary.md");
  writeFileSync(summary, "");
  const environment = {
    OPENAI_BASE_URL: server.baseUrl,
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: summary,
  };
  const outputs = ["table", "junit", "github", "csv", "html"].flatMap((name) => [
    "--reporter",
    name,
  ]);
  const run = ["run", "evals/shop.jsonl", "--coverage"];
  const recorded = await project.swarmEval(
    [...run, "--traffic", "record", ...outputs],
    environment,
  );
  expect(recorded.code).not.toBe(70);
  const [tape = ""] = readdirSync(join(project.directory, "fixtures/shop"));
  const printed = [
    recorded,
    await project.swarmEval([...run, "--json"], environment),
    await project.swarmEval(["report", "reports/shop.json", "--reporter", "table"], environment),
    await project.swarmEval(["recordings", "list", "--json"], environment),
    await project.swarmEval(["recordings", "show", join("fixtures/shop", tape)], environment),
    await project.swarmEval(["run", "evals/shop.jsonl", "-t", ALL], environment),
  ];
  for (const { stdout, stderr, code } of printed) {
    expect(code).not.toBe(70);
    refuseCommands(stdout);
    refuseCommands(stderr);
    refuseControls(stdout);
    refuseControls(stderr);
  }

  const csv = project.read("reports/shop.csv");
  refuseControls(csv);
  for (const cell of (parse(csv) as string[][]).flat())
    expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);

  const junit = project.read("reports/shop.junit.xml");
  refuseControls(junit);
  const tags = new Set<string>();
  const xml = new SaxesParser();
  xml.on("opentag", ({ name }) => tags.add(name));
  xml.on("error", (error) => {
    throw error;
  });
  xml.write(junit).close();
  expect(tags).not.toContain("img");

  const page = project.read("reports/shop.html");
  refuseControls(page);
  expect(page).not.toMatch(/<img|onerror=alert\(1\)><|<\/script>\]/);
  const markdown = project.read("summary.md");
  refuseControls(markdown);
  expect(markdown).not.toMatch(/<img|<\/pre>\s+# heading/);

  const result = project.read("reports/shop.json");
  project.write(
    "reports/shop.json",
    result.replace('"suite":"shop"', '"suite":"../evals/escaped"'),
  );
  await project.swarmEval(["report", "reports/shop.json", "--reporter", "csv"]);
  expect(readdirSync(join(project.directory, "evals"))).toEqual(["shop.jsonl", "shop.ts"]);
  expect(readdirSync(join(project.directory, "reports"))).toContain("%2e.%2fevals%2fescaped.csv");
});
