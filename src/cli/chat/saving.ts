import type { Screen } from "../../chat/screen.ts";
import type { Session } from "../../chat/session-case.ts";
import type { UserInput } from "../../chat/user-input.ts";
import type { TrafficOptions } from "../../runner/trial/traffic.ts";
import { sweepUnfinished } from "../../traffic/tape/file.ts";
import { recordChat } from "./recording.ts";
import type { ChatRecording } from "./recording.ts";
import { saveChat } from "./save.ts";
import { chatTarget } from "./target.ts";

/** A session that is recorded, to be saved at its end. */
export interface ChatSaving extends Pick<ChatRecording, "client" | "record"> {
  /** Makes a case of the session, as saveChat does. */
  save(session: Omit<Session, "id">, input: UserInput, screen: Screen): Promise<number>;
}

/** What the command line says of where and how a session is saved. */
export interface SavingOptions {
  readonly save: string;
  readonly id?: string | undefined;
  readonly fixtures: string;
  readonly modelOverride?: string | undefined;
  readonly stream?: boolean | undefined;
}

/** Makes sure, before anything is said, that it can be saved, and begins the recording. Throws UsageError and CaseFileError. */
export async function startSaving(
  agents: string,
  options: SavingOptions,
  traffic: TrafficOptions,
): Promise<ChatSaving> {
  const { id, fixtures, modelOverride: model = null, stream = false } = options;
  const target = await chatTarget({ ...options, agents });
  sweepUnfinished(fixtures);
  const recording = recordChat({ suite: target.suite.name, model, stream }, traffic);
  const { client, record } = recording;
  const { redactor } = traffic;
  return {
    client,
    record,
    save: (session, input, screen) =>
      saveChat({ target, recording, redactor, session, id, input, screen }),
  };
}
