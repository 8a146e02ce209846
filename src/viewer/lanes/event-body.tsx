import { plural } from "../../text/count.ts";
import { describeContent, mediaIn } from "../../trajectory/content.ts";
import { codeText, endText } from "../../reports/words/team-text.ts";
import { Agent } from "../ui/agent.tsx";
import { Fold } from "../ui/fold.tsx";
import { LongText } from "../ui/long-text.tsx";
import { Medium } from "../ui/medium.tsx";
import { Call } from "./call.tsx";
import type { Event } from "./events.ts";

/** What was said or done. */
export function EventBody({ event }: { readonly event: Event }) {
  const { action } = event;
  switch (action.type) {
    case "user":
      return (
        <div class="said user">
          <h4>
            User
            {action.simulated && <span class="quiet">, played by a model</span>}
          </h4>
          <LongText text={describeContent(action.content)} />
          {mediaOf(action.content).map((media) => (
            <Medium key={media.sha256} media={media} />
          ))}
        </div>
      );
    case "reply":
      return (
        <div class="said">
          <h4>
            <Agent name={action.agent} />
            {event.reply?.aside === true && (
              <span class="quiet">, aside: the others do not hear it</span>
            )}
          </h4>
          {action.silent ? <p class="quiet">said nothing</p> : <LongText text={action.text} />}
          {action.remarks.map((remark) => (
            <p key={remark} class="quiet">{`The reply ${remark}.`}</p>
          ))}
        </div>
      );
    case "said":
      return (
        <div class="said">
          <h4>
            <Agent name={action.agent} />
          </h4>
          <LongText text={action.text} />
        </div>
      );
    case "call":
      return <Call call={action} changes={event.changes} />;
    case "code":
      return (
        <Fold
          class="call"
          isOpen={action.exit_code !== 0}
          summary={
            <>
              <Agent name={action.agent} /> {codeText(action)}
            </>
          }
        >
          {() => <LongText mono text={action.output} />}
        </Fold>
      );
    case "handoff":
      return (
        <p class="line">
          <Agent name={action.agent} /> → <Agent name={action.to} />
        </p>
      );
    case "ended":
      return (
        <p class="line">
          <Agent name={action.agent} /> {endText(action).replace(/\.?$/, ".")}
        </p>
      );
    case "turn_limit":
      return (
        <p class="line quiet">{`Ended after ${plural(action.max, "completion")}, the limit of the turn.`}</p>
      );
  }
}

function mediaOf(content: unknown) {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  return parts.map(mediaIn).filter((media) => media !== undefined);
}
