import { call, say, type ScriptedReply } from "../../script.ts";
import type { Model } from "../scripted-model.ts";
import { each, teamModel, type TeamScript } from "./team-model.ts";

/** Notes a joke, and tells it. */
function joke(about: string, words: string): ScriptedReply[] {
  return [call("noteJoke", { about }), say(words)];
}

const SCRIPT: TeamScript = {
  "joke-in-two-turns": {
    Cathy: [joke("noodles", "What do you call a fake noodle? An impasta."), [say("Al dente!")]],
    Joe: each("An impasta? Somebody arrest it: it is past its prime."),
  },

  "stocks-then-stop": {
    Cathy: [joke("NVDA and TESLA", "One has chips, the other is out of gas. TERMINATE")],
  },

  "stocks-in-korean": {
    Cathy: [joke("NVDA", "NVDA 주식은 그래픽보다 선명하게 오른답니다! TERMINATE")],
  },

  "told-twice": {
    Cathy: [
      joke("cheese", "What cheese is not yours? Nacho cheese."),
      [say("Nor is it mine.")],
      [call("noteJoke", { about: "cheese" }), say("We had that one; let us have bread instead.")],
      [say("All bread rises to the occasion.")],
    ],
    Joe: each("Nacho cheese? Then whose is it?", "Bread, then: does it rise?"),
  },

  "called-up": {
    Host: each("Joe", "I call up Cathy.", "Ann", "Joe"),
    Joe: each("Good evening! Cathy, how was the train?", "Good night. TERMINATE"),
    Cathy: each("It lost its train of thought. Ann?"),
    Ann: each("My piano has heard worse."),
  },

  "called-up-twice-over": {
    Host: [[say("Cathy and Joe."), say("Cathy")], [say("Joe")]],
    Cathy: each("Elevators work on many levels."),
    Joe: each("And they have their ups and downs. TERMINATE"),
  },

  "called-up-nobody": {
    Host: [
      [say("Somebody"), say("Anybody"), say("Nobody")],
      [say("Hm."), say("Hm!"), say("Hm?")],
    ],
    Cathy: each("Only us."),
    Joe: each("And the echo. TERMINATE"),
  },

  relay: {
    Host: each("Cathy", "Ann", "?", "?", "Joe"),
    Cathy: each("Rain.", "Brain."),
    Ann: each("Rain, in four four time."),
    Joe: each("Drain.", "Train."),
  },

  heckled: { Cathy: each("Boo who? Do not cry.", "There are two exits, too.") },

  "heckler-says-nothing": {
    Cathy: each("I would, but you would miss my jokes.", "Silence is golden. TERMINATE"),
  },
};

/** A model that knows the conversations of the joint-chat suite. */
export function jointChatModel(): Model {
  return teamModel("joint-chat", SCRIPT);
}
