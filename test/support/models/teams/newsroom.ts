import { call, say } from "../../script.ts";
import type { Model } from "../scripted-model.ts";
import { each, teamModel, type TeamScript } from "./team-model.ts";

/** Reads the wire, and says what it has. */
const report = [call("readWire"), say("{1}")];
const down = [{ status: 401 }];
const ALL = { Harbour: [report], Council: [report], Sports: [report] };

const SCRIPT: TeamScript = {
  "all-report": {
    ...ALL,
    Editor: each("The harbour is closed, the tram comes, and Rovers won."),
  },

  "one-fails": {
    ...ALL,
    Council: [down],
    Editor: each("The harbour is closed, and Rovers won."),
  },

  "first-fails": { ...ALL, Harbour: [down], Editor: each("The tram comes, and Rovers won.") },

  "last-fails": { ...ALL, Sports: [down], Editor: each("The harbour is closed; the tram comes.") },

  "only-the-first": {
    ...ALL,
    Council: [down],
    Sports: [down],
    Editor: each("The harbour is closed."),
  },

  "all-fail": {
    Harbour: [down],
    Council: [down],
    Sports: [down],
    Editor: each("Nothing came in."),
  },

  "reporters-alone": ALL,

  "by-prerequisites": {
    Outline: each("Hive, flight, honey."),
    Text: each("Bees leave the hive, fly, and make honey."),
    Keywords: each("bees, honey, pollen"),
    Proof: each("OK"),
  },

  "prerequisite-fails": {
    Outline: each("Nest, flight, sting."),
    Text: each("Wasps leave the nest, fly, and sting."),
    Keywords: [down],
    Proof: each("There are no keywords."),
  },

  "handed-over": {
    "Front Desk": [[say("Good evening! Do you come for the news?")], [call("transferToNewsroom")]],
    ...ALL,
    Editor: each("Much the same as this morning."),
  },
};

/** A model that knows the conversations of the newsroom suite. */
export function newsroomModel(): Model {
  return teamModel("newsroom", SCRIPT);
}
