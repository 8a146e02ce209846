import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { Agent, Result, scriptedClient, Swarm } from "../../../src/index.ts";
import { readTape, writeTape } from "../../../src/traffic/tape/text.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInRequest } from "../../support/stand-in.ts";

/** Pictures are told apart by their bytes alone. */
const png = (text: string): Buffer =>
  Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from(text)]);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const dataUrl = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString("base64")}`;

const [PLOT, OTHER, DRAWN, SONG] = [
  png("plot"),
  png("other"),
  png("drawn"),
  Buffer.from("RIFFsong"),
];

const AGENTS = `
import { Agent, Result } from "swarm-eval";

/** Draws a picture. */
function draw() {
  return new Result({ value: "Drawn.", file: "drawn.png" });
}
/** Plays a song. */
function play() {
  return new Result({ file: Uint8Array.from(${JSON.stringify([...SONG])}), type: "audio/wav" });
}
export default new Agent({ name: "Artist", functions: [draw, play] });
`;

const picture = (url: string) => [
  { type: "text", text: "Look:" },
  { type: "image_url", image_url: { url } },
];
const SEE = {
  id: "see",
  user: picture("./img/plot.png"),
  expect: { output: { contains: "Seen" } },
};
const TWICE = { ...SEE, id: "again", user: picture(dataUrl(PLOT)) };
const WEB = { ...SEE, id: "web", user: picture("https://example.com/plot.png") };
const MAKE = { id: "make", user: "Draw and play.", expect: { tool_calls: ["draw", "play"] } };

function answers({ body }: StandInRequest) {
  const { content, role } = body.messages.at(-1) as { content: unknown; role: string };
  if (content === "Draw and play.") return { calls: [{ name: "draw" }, { name: "play" }] };
  return { say: `Seen ${role}.` };
}

async function artist(...cases: object[]) {
  const standIn = await startStandIn(answers);
  onTestFinished(() => standIn.close());
  const project = newProject({
    "evals/artist.ts": AGENTS,
    "evals/artist.jsonl": jsonl(...cases),
    "evals/img/x": "",
  });
  const write = (file: string, bytes: Buffer): void =>
    writeFileSync(join(project.directory, file), bytes);
  write("evals/img/plot.png", PLOT);
  write("drawn.png", DRAWN);
  const run = (...flags: string[]) =>
    project.swarmEval(["run", "evals/artist.jsonl", "--reporter", "table,html", ...flags], {
      OPENAI_BASE_URL: standIn.baseUrl,
    });
  const files = (folder: string): string[] => readdirSync(join(project.directory, folder)).sort();
  const bytes = (file: string): Buffer => readFileSync(join(project.directory, file));
  return { ...project, write, run, files, bytes, requests: standIn.requests };
}

/** How a page has a picture or a sound. */
function mediaPart(type: string, bytes: Buffer): string {
  return `data-part="media/${sha256(bytes)}" data-type="${type}">${bytes.toString("base64")}<`;
}

it("sends a picture by its bytes, keeps it once beside the tapes by hash, and finds requests again by it", async () => {
  const { run, read, files, bytes, write, requests, swarmEval, directory } = await artist(
    SEE,
    TWICE,
    WEB,
  );
  expect((await run("--traffic", "record")).code).toBe(0);
  const sent = requests.map(({ body }) => body.messages.at(-1)?.content as unknown);
  expect(sent).toEqual([picture(dataUrl(PLOT)), picture(dataUrl(PLOT)), WEB.user]);

  const kept = `${sha256(PLOT)}.png`;
  expect(files("fixtures/artist/media")).toEqual([kept]);
  expect(bytes(`fixtures/artist/media/${kept}`)).toEqual(PLOT);
  const tape = read("fixtures/artist/see.1.jsonl");
  expect(tape).toContain(`"url":"media:image/png;bytes=${PLOT.length};sha256=${sha256(PLOT)}"`);
  expect(tape).not.toContain("base64");
  expect(read("reports/artist.json")).not.toContain("base64");
  expect((await run()).code).toBe(0);
  expect(requests).toHaveLength(3);
  expect(read("reports/artist.html")).toContain(mediaPart("image/png", PLOT));
  const shown = await swarmEval(["recordings", "show", "fixtures/artist/see.1.jsonl"]);
  expect(shown.stdout).toContain("User: Look: [image/png, 12 B]");

  write("evals/img/plot.png", OTHER);
  const changed = await run("-t", "see");
  expect(changed.stdout).toContain(`sha256=${sha256(OTHER)}`);
  expect(changed.stdout).toContain("User: Look: [image/png, 13 B]");
  expect((await run("-t", "see", "--traffic", "update")).code).toBe(0);
  expect(files("fixtures/artist/media")).toHaveLength(2);

  const prune = (...flags: string[]) =>
    swarmEval(["recordings", "prune", "evals/artist.jsonl", ...flags]);
  expect((await prune()).stdout).toContain("There is nothing to prune");
  const gone = TWICE.id;
  writeFileSync(join(directory, "evals/artist.jsonl"), jsonl(SEE, WEB));
  const dry = await prune("--dry-run");
  expect(dry.stdout).toContain(
    `Would remove 1 picture or sound that no recording names:\n  fixtures/artist/media/${kept}`,
  );
  await prune();
  expect(files("fixtures/artist/media")).toEqual([`${sha256(OTHER)}.png`]);
  expect(existsSync(join(directory, `fixtures/artist/${gone}.1.jsonl`))).toBe(false);
  expect((await swarmEval(["recordings", "rename-suite", "artist", "painter"])).code).toBe(0);
  expect(files("fixtures/painter/media")).toEqual([`${sha256(OTHER)}.png`]);
});

it("shows a model the pictures that tools return, and a reader sounds too", async () => {
  const { run, read, files, requests } = await artist(MAKE);
  expect((await run("--traffic", "record")).code).toBe(0);
  const [drew, played, shown] = requests[1]?.body.messages.slice(-3) ?? [];
  const ofPicture = `[drawn.png: image/png, 13 B, sha256 ${sha256(DRAWN).slice(0, 12)}]`;
  expect(drew).toMatchObject({ role: "tool", content: `Drawn.\n${ofPicture}` });
  expect(played).toMatchObject({
    role: "tool",
    content: `[audio/wav, 8 B, sha256 ${sha256(SONG).slice(0, 12)}]`,
  });
  expect(shown).toEqual({
    role: "user",
    content: [
      { type: "text", text: ofPicture },
      { type: "image_url", image_url: { url: dataUrl(DRAWN) } },
    ],
  });
  expect((await run()).code).toBe(0);
  expect(requests).toHaveLength(2);
  expect(files("fixtures/artist/media")).toEqual([`${sha256(DRAWN)}.png`]);
  expect(files("reports/media")).toEqual([`${sha256(DRAWN)}.png`, `${sha256(SONG)}.wav`].sort());
  const page = read("reports/artist.html");
  expect(page).toContain(mediaPart("image/png", DRAWN));
  expect(page).toContain(mediaPart("audio/wav", SONG));
  expect(page).toContain("img-src data:; media-src data:;");
});

it("refuses a picture that is not there, and a file that is none, at its place in the case file", async () => {
  const { run } = await artist(
    { ...SEE, user: picture("img/gone.png") },
    { ...SEE, id: "text", user: picture("artist.jsonl") },
  );
  const { code, stderr } = await run();
  expect(code).toBe(2);
  expect(stderr).toContain("evals/artist.jsonl:1:");
  expect(stderr).toContain("there is no file evals/img/gone.png; paths begin at the case file");
  expect(stderr).toContain("it is a URL, or the path of a picture that models take: .png, .jpg");
});

it("plays tapes on that hold the bytes of pictures themselves", async () => {
  const { run, read, write, requests } = await artist(SEE);
  expect((await run("--traffic", "record")).code).toBe(0);
  const file = "fixtures/artist/see.1.jsonl";
  const { parts, ...content } = readTape(read(file), file);
  const inline = parts.map((part) => part.replace(/media:[^"]+/, dataUrl(PLOT)));
  expect(inline).not.toEqual(parts);
  write(file, Buffer.from(writeTape({ ...content, parts: inline })));
  expect((await run()).code).toBe(0);
  write("evals/img/plot.png", OTHER);
  expect((await run()).code).toBe(3);
  expect(requests).toHaveLength(1);
});

it("takes the files of shards along where their results are merged", async () => {
  const { run, swarmEval, files, read } = await artist(MAKE, SEE);
  expect((await run("--traffic", "record")).code).toBe(0);
  for (const shard of ["1/2", "2/2"]) await run("--shard", shard, "--output", `part-${shard[0]}`);
  const parts = ["part-1/artist.1-of-2.json", "part-2/artist.2-of-2.json"];
  expect((await swarmEval(["merge", ...parts, "--output", "whole"])).code).toBe(0);
  expect(files("whole/media")).toHaveLength(3);
  await swarmEval(["report", "whole/artist.json", "--reporter", "html", "--output", "pages"]);
  expect(read("pages/artist.html")).toContain(mediaPart("image/png", DRAWN));
});

it("says what is wrong with a file that a tool returns", async () => {
  expect(() => new Result({ file: Uint8Array.of(1) })).toThrow(
    'A result\'s file needs a type that says what its bytes are: new Result({ file, type: "image/png" }).',
  );
  const gone = new Agent({
    functions: [
      function draw() {
        return new Result({ file: "gone.png" });
      },
    ],
  });
  const client = scriptedClient([{ toolCalls: [{ name: "draw" }] }, "Sorry."]);
  const { messages } = await new Swarm({ client }).run({ agent: gone, messages: [] });
  expect(messages[1]?.content).toContain("Error: ENOENT: no such file or directory");
});
