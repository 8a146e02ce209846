import { MODELS } from "../src/models/table.ts";

// What OpenAI's list of models says of days that src/models/table.ts has otherwise, or not: `npm run models`, with
// OPENAI_API_KEY set. The API lists no prices and no successors: the table names the pages that do.
const base = process.env["OPENAI_BASE_URL"] ?? "https://api.openai.com/v1";
const response = await fetch(`${base}/models`, {
  headers: { authorization: `Bearer ${process.env["OPENAI_API_KEY"] ?? ""}` },
});
if (!response.ok) {
  console.error(`${base}/models answered ${response.status}: ${await response.text()}`);
  process.exit(1);
}
const { data } = (await response.json()) as {
  readonly data: readonly { readonly id: string; readonly shutdown_date?: string | null }[];
};
const listed = new Map(data.map(({ id, shutdown_date: day }) => [id, day ?? undefined]));
for (const [model, { leaves }] of Object.entries(MODELS)) {
  const gone = leaves !== undefined && Date.parse(leaves) <= Date.now();
  if (!listed.has(model)) {
    if (!gone) console.log(`${model}: not listed by the API; ${leaves ?? "no day"} in the table`);
  } else if (listed.get(model) !== leaves)
    console.log(
      `${model}: ${listed.get(model) ?? "no day"} by the API, ${leaves ?? "none"} in the table`,
    );
}
const dated = [...listed].filter(([model, day]) => day !== undefined && !(model in MODELS));
for (const [model, day] of dated) console.log(`${model}: ${day} by the API, not in the table`);
