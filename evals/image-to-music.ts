import { Agent, Result, says, sequential } from "swarm-eval";
import type { Assembly, ContextVariables } from "swarm-eval";
import { melody, play, type Mode } from "./image-to-music/synthesizer.ts";

const LONGEST_PROMPT = 60;

/**
 * From a picture to music, in three steps: one agent says what the picture shows, one makes a prompt of that, and one has a
 * tool play it, which returns a file of sound. Where there is nothing to be seen, the first of them ends it.
 */
export default function imageToMusic(): Assembly {
  const tracks: { prompt: string; mode: Mode; notes: number[] }[] = [];

  /**
   * Composes a short piece, and returns its sound.
   * @param prompt What it is to sound like, in at most 60 characters
   */
  function compose(prompt: string, mode: Mode, contextVariables: ContextVariables) {
    if (prompt.length > LONGEST_PROMPT)
      throw new Error(
        `The prompt has ${prompt.length} characters, and at most ${LONGEST_PROMPT} are taken.`,
      );
    if (/\b(?:like|by) [A-Z]/.test(prompt))
      throw new Error("Nothing is composed in the manner of an artist by name.");
    const notes = melody(prompt);
    tracks.push({ prompt, mode, notes });
    return new Result({
      value: `Track ${tracks.length}, of ${notes.length} notes.`,
      file: play(notes, mode),
      type: "audio/wav",
      contextVariables: { track: Number(contextVariables["track"] ?? 0) + 1 },
    });
  }

  const viewer = new Agent({
    name: "Viewer",
    instructions: `You are Viewer. Say in one sentence what the pictures show, and in which mood.
If there is no picture, or one of a person's papers, say so in the language of the user and end with NO MUSIC.`,
  });
  const prompter = new Agent({
    name: "Prompter",
    instructions:
      "You are Prompter. Make a prompt for a composer of what was seen: instruments, tempo, mood; in English.",
  });
  const composer = new Agent({
    name: "Composer",
    instructions: `You are Composer. Have the prompt composed, in major or minor as its mood asks for.
If it is refused, put it right, or say why there is no music. Answer in the language of the user.`,
    functions: [compose],
  });

  return {
    agent: sequential([viewer, prompter, composer], {
      name: "Image to Music",
      until: says("NO MUSIC"),
    }),
    state: () => ({ tracks }),
  };
}
