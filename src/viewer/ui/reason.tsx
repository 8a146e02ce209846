import { diffWordsWithSpace } from "diff";

/**
 * Why a check did not pass. What was expected and what was got stand under each other, with the words marked that differ;
 * lines that begin with a sign are coloured by it.
 */
export function Reason({ text }: { readonly text: string }) {
  const [first = "", ...lines] = text.split("\n");
  return (
    <>
      <Sentence text={first} />
      {inBlocks(lines).map((block, index) =>
        typeof block === "string" ? (
          <Sentence key={index} text={block} />
        ) : (
          <SignedLines key={index} lines={block} />
        ),
      )}
    </>
  );
}

/** Each line that says what was expected and what was got, and all others in a row together. */
function inBlocks(lines: readonly string[]): (string | string[])[] {
  const blocks: (string | string[])[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (expectedAndGot(line.trim()) !== undefined) blocks.push(line.trim());
    else if (Array.isArray(last)) last.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

/** Lines of which some begin with a sign: `- ` is missing, `+ ` too much, `! ` otherwise than expected. */
function SignedLines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <pre class="diff">
      {lines.map((line, index) => (
        <span key={index} class={SIGNED[line.trimStart().slice(0, 2)]}>
          {`${line.replace(/^ {1,4}/, "")}\n`}
        </span>
      ))}
    </pre>
  );
}

/** `A7: expected "refunded", got "returned"; B2: …` as a diff for each value, any other sentence as it is. */
function Sentence({ text }: { readonly text: string }) {
  const clauses = text.split(/; (?=[^\s;][^;]{0,200}?: expected )/).map(expectedAndGot);
  if (clauses.some((clause) => clause === undefined)) return <p>{text}</p>;
  return (
    <>
      {clauses.map(
        (clause, index) =>
          clause && (
            <div key={index}>
              {clause.place !== "" && <p>{clause.place}</p>}
              <Diff expected={clause.expected} got={clause.got} />
            </div>
          ),
      )}
    </>
  );
}

const SIGNED: Readonly<Record<string, string>> = { "- ": "expected", "+ ": "got", "! ": "got" };

/** Two texts under each other; if they are alike, what differs is marked. */
export function Diff({ expected, got }: { readonly expected: string; readonly got: string }) {
  const parts =
    expected.length + got.length > LONGEST_COMPARED ? [] : diffWordsWithSpace(expected, got);
  const same = parts.reduce(
    (sum, part) => sum + (part.added || part.removed ? 0 : part.value.length),
    0,
  );
  const isAlike = same * 3 > Math.max(expected.length, got.length);
  const side = (keep: "added" | "removed", whole: string) =>
    !isAlike
      ? whole
      : parts
          .filter((part) => !(keep === "added" ? part.removed : part.added))
          .map((part, index) => (part[keep] ? <mark key={index}>{part.value}</mark> : part.value));
  return (
    <pre class="diff">
      <span class="expected">
        {"expected  "}
        {side("removed", expected)}
        {"\n"}
      </span>
      <span class="got">
        {"got       "}
        {side("added", got)}
        {"\n"}
      </span>
    </pre>
  );
}

/** Comparing takes the product of both lengths. */
const LONGEST_COMPARED = 4_000;

/** Values: a sentence about agents reads better as it is. */
const VALUE = String.raw`((?:["[{\d-]|true|false|null|nothing).*?)`;
const COMPARED = new RegExp(`^(?:(.{1,200}?): )?expected ${VALUE}, (?:but )?got ${VALUE}$`, "s");

/** The halves of a clause such as `A7: expected "refunded", got "returned"`; undefined for another sentence. */
function expectedAndGot(text: string) {
  const [, place = "", expected, got] = COMPARED.exec(text) ?? [];
  return expected === undefined || got === undefined ? undefined : { place, expected, got };
}
