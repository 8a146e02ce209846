import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";

const PROGRAM = fileURLToPath(new URL("../../evals/basics/plain-loop.ts", import.meta.url));

/** Speaks Spanish if it is told to, hands over a user of another language, and remembers how much was said. */
function bilingual({ body: { messages } }: StandInRequest): StandInReply {
  const spanish = messages[0]?.content?.includes("español") === true;
  const latest = messages.findLast(({ role }) => role === "user")?.content ?? "";
  if (/[¿ñ]/.test(latest) !== spanish)
    return { calls: [{ name: spanish ? "transferToEnglish" : "transferToSpanish" }] };
  const asked = messages.filter(({ role }) => role === "user").length;
  return { say: spanish ? `¿Pregunta ${asked}? Sí.` : `Question ${asked}? Yes.` };
}

it("goes on in the loop without helpers where the run before ended", async () => {
  const standIn = await startStandIn(bilingual);
  onTestFinished(() => standIn.close());
  const lines = ["Is it warm in Lima?", "¿Y en Quito?", "¿Mañana también?", "Back to English!"];
  const { code, stdout, stderr } = await talk(lines, standIn.baseUrl);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "English Agent: Question 1? Yes.
    Spanish Agent: ¿Pregunta 2? Sí.
    Spanish Agent: ¿Pregunta 3? Sí.
    English Agent: Question 4? Yes.
    "
  `);
});

/** Runs the program as a user would, but for where the API is. */
async function talk(lines: readonly string[], baseUrl: string) {
  const env = { ...process.env, OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: undefined };
  const child = spawn(process.execPath, ["--import", "swarm-eval/register", PROGRAM], { env });
  child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}
