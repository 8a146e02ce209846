import type { TrialResult } from "../../results/result.ts";
import { useMedia } from "../ui/use-media.ts";
import { placesOf } from "./check-places.ts";
import { eventsOf, lanesOf } from "./events.ts";
import { LanesHead } from "./lanes-head.tsx";
import { LanesContext, lanesFor } from "./lanes-context.ts";
import { TrialContext } from "./trial-context.ts";
import { PassedChecks, Turn } from "./turn.tsx";

/** In a longer conversation, turns in which nothing went wrong are closed. */
const SHORT = 6;

/** A trial as lanes, one for each agent or member, its turns below each other. */
export function Conversation({
  trial,
  step,
}: {
  readonly trial: TrialResult;
  readonly step: number | undefined;
}) {
  const turns = eventsOf(trial);
  const lanes = lanesFor(lanesOf(turns), useMedia("(max-width: 760px)"));
  const places = placesOf(trial, turns.flat(2));
  const passed = trial.checks.filter(({ verdict }) => verdict === "passed");
  const ofCase = passed.filter(({ turn }) => turn === null);
  const noteOf = (turn: number): string | undefined => {
    if (trial.error?.turn === turn) return "The trial broke off here.";
    return trial.ended_early?.turn === turn ? "The trial was ended here." : undefined;
  };
  if (turns.length === 0) return <p class="quiet">Nothing happened in this trial.</p>;
  const isWrong = places.size > 0 || trial.error !== null;
  return (
    <TrialContext.Provider value={trial}>
      <LanesContext.Provider value={lanes}>
        <div class="conversation" style={{ "--rail": `${lanes.names.length * lanes.apart}px` }}>
          <LanesHead turns={turns} />
          {turns.map((groups, index) => {
            const turn = index + 1;
            const events = groups.flat();
            const matters = events.some(({ number }) => places.has(number) || number === step);
            return (
              <Turn
                key={turn}
                turn={turn}
                groups={groups}
                places={places}
                passed={passed.filter((check) => check.turn === turn)}
                note={noteOf(turn)}
                isOpen={turns.length <= SHORT || !isWrong || matters || noteOf(turn) !== undefined}
              />
            );
          })}
          {ofCase.length > 0 && (
            <div class="whole-case">
              <h3>The whole case</h3>
              <PassedChecks checks={ofCase} />
            </div>
          )}
        </div>
      </LanesContext.Provider>
    </TrialContext.Provider>
  );
}
