import { show } from "../../json/show.ts";
import { oneLine } from "../../text/printable.ts";
import type { CallAction } from "../../trajectory/turns.ts";
import { Agent } from "../ui/agent.tsx";
import { Fold } from "../ui/fold.tsx";
import { PrettyJson } from "../ui/long-text.tsx";
import { Medium } from "../ui/medium.tsx";
import type { Event } from "./events.ts";

const LONGEST_LINE = 400;

/** A call in a line, which opens to its arguments and its answer; then what came of it. */
export function Call(props: { readonly call: CallAction; readonly changes: Event["changes"] }) {
  const { call, changes } = props;
  const { text, result, file } = call;
  return (
    <>
      <Fold class="call" summary={<CallLine call={call} />}>
        {() => (
          <div class="inside">
            <h5>Arguments</h5>
            <PrettyJson text={text} />
            {result !== undefined && (
              <>
                <h5>Answer, as the model read it</h5>
                <PrettyJson text={result} />
              </>
            )}
          </div>
        )}
      </Fold>
      {file && <Medium media={file} />}
      {changes && <Changes changes={changes} />}
    </>
  );
}

/** Who called what, and what came of it. */
function CallLine({ call }: { readonly call: CallAction }) {
  const { agent, name, text, to, handsOff, result, error, executed, failure, fault } = call;
  return (
    <>
      <Agent name={agent} />{" "}
      <code>
        <b>{name}</b>({text === "{}" ? "" : oneLine(text, LONGEST_LINE)})
      </code>
      {handsOff && to !== undefined ? (
        <>
          {" → "}
          <Agent name={to} />
        </>
      ) : error !== undefined ? (
        <span class="outcome failed">
          <b>{(failure ?? "failed").replaceAll("_", " ")}</b> {oneLine(error, LONGEST_LINE)}
        </span>
      ) : result === undefined ? (
        <span class="outcome errored">{executed ? "not answered" : "not executed"}</span>
      ) : (
        <span class="outcome">{oneLine(result, LONGEST_LINE)}</span>
      )}
      {fault !== undefined && <span class="outcome errored">fault put in: {fault}</span>}
    </>
  );
}

function Changes({ changes }: { readonly changes: Readonly<Record<string, unknown>> }) {
  return (
    <p class="changes">
      <span class="quiet">context variables</span>
      {Object.entries(changes).map(([key, value]) => (
        <code key={key}>{`${key} = ${show(value, LONGEST_LINE)}`}</code>
      ))}
    </p>
  );
}
