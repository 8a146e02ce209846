import { Fragment } from "preact";
import { routeParts } from "../../trajectory/loops.ts";
import { ARROW } from "../../reports/words/format.ts";
import { Agent } from "./agent.tsx";

/** Who had a conversation, in order; a loop stands once. */
export function Route({ agents }: { readonly agents: readonly string[] }) {
  return (
    <span>
      {routeParts(agents).map(({ agent, text }, index) => (
        <Fragment key={index}>
          {index > 0 && <span class="quiet">{ARROW}</span>}
          <Agent name={agent} text={text} />
        </Fragment>
      ))}
    </span>
  );
}
