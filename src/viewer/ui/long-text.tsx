import { useState } from "preact/hooks";
import { parseIfJson } from "../../json/value.ts";
import { cut } from "../../text/printable.ts";
import { thousands } from "../../text/count.ts";

/** Longer texts are shown in full when that is asked for. */
const LONGEST = 4_000;

/** A text as it was written. */
export function LongText({
  text,
  mono = false,
}: {
  readonly text: string;
  readonly mono?: boolean;
}) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? text : cut(text, LONGEST);
  return (
    <>
      {mono ? <pre class="block">{shown}</pre> : <Prose text={shown} />}
      {shown !== text && (
        <button class="more" onClick={() => setWhole(true)}>
          Show all {thousands(text.length)} characters
        </button>
      )}
    </>
  );
}

const FENCED = /(^```[\s\S]*?^```[^\S\n]*$)/m;

/** Words as they were written; what stands in fences, in letters of one width. */
function Prose({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(FENCED).map((part, index) =>
        index % 2 === 1 ? (
          <pre key={index} class="block">
            {part}
          </pre>
        ) : (
          part.trim() !== "" && (
            <p key={index} class="text">
              {part.replace(/^\n+|\n+$/g, "")}
            </p>
          )
        ),
      )}
    </>
  );
}

/** JSON with indentation; any other text as it is. */
export function PrettyJson({ text }: { readonly text: string }) {
  const value = /^\s*[[{]/.test(text) ? parseIfJson(text) : undefined;
  return <LongText mono text={value === undefined ? text : JSON.stringify(value, null, 2)} />;
}
