import { call, say } from "../../script.ts";
import type { Model } from "../scripted-model.ts";
import { each, teamModel, type TeamScript } from "./team-model.ts";

const plan = (words: string) => [say(words)];
const filing = (title: string) => [call("file", { title }), say("{1} PRINT")];

const SCRIPT: TeamScript = {
  "approved-at-once": {
    Manager: [plan("Studios, then stages, then rights."), filing("Machines and melodies")],
    Writer: each("AI comes to the studio first, then to the stage, and to the law last."),
    Critic: each("Clear and short. APPROVED"),
  },

  "revised-once": {
    Manager: [plan("Cause, then effect."), filing("Rivers")],
    Writer: each(
      "Rivers bend because water is lazy.",
      "Meanders grow: the outer bank is worn, and the inner bank gains.",
    ),
    Critic: each("Say what happens at the banks.", "APPROVED"),
  },

  "never-approved": {
    Manager: [plan("There is nothing to plan."), plan("It was not approved, so we drop it. PRINT")],
    Writer: each("Nothing.", "Nothing at all."),
    Critic: each("Say more.", "That is hardly more."),
  },

  "sent-back": {
    Manager: [
      plan("What it is, and how it is drunk."),
      plan("I asked for two sentences: once more."),
      filing("Tea"),
    ],
    Writer: each("Tea is a leaf in water.", "Tea is a leaf in water. It is drunk hot."),
    Critic: each("APPROVED", "Two sentences: APPROVED"),
  },

  "sent-back-for-ever": {
    Manager: [plan("It is to be perfect."), plan("Not perfect yet."), plan("Still not perfect.")],
    Writer: each("A perfect essay.", "A more perfect essay."),
    Critic: each("APPROVED", "APPROVED"),
  },

  "in-korean": {
    Manager: [plan("작곡, 공연, 권리의 순서로."), filing("AI와 음악")],
    Writer: each("AI는 음악을 만드는 방법부터 바꿉니다."),
    Critic: each("좋습니다. APPROVED"),
  },

  "desk-alone": {
    Writer: each("Snow is cold.", "Snow is silence that falls."),
    Critic: each("That is known.", "APPROVED"),
  },

  "as-a-tool": {
    Publisher: [
      [call("ask_desk", { task: "A blurb on owls." }), say("Here it is: The night has eyes.")],
    ],
    Writer: each("The night has eyes."),
    Critic: each("APPROVED"),
  },
};

/** A model that knows the conversations of the essay suite. */
export function essayModel(): Model {
  return teamModel("essay", SCRIPT);
}
