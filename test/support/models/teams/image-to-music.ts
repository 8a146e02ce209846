import { call, knowing, say } from "../../script.ts";
import type { Model } from "../scripted-model.ts";
import { each, teamModel, type TeamScript } from "./team-model.ts";

const SUNRISE = "The sun comes up over a quiet sea, all orange and hopeful.";
const STORM = "Lightning over a black sea, and it is threatening.";

const composed = (prompt: string, mode: "major" | "minor", words: string) => [
  knowing(prompt, call("compose", { prompt, mode })),
  say(words),
];

const SCRIPT: TeamScript = {
  sunrise: {
    Viewer: each(knowing("sunrise.png", say(SUNRISE))),
    Prompter: each(knowing("hopeful", say("warm strings, slow, hopeful, waves"))),
    Composer: [composed("warm strings, slow, hopeful, waves", "major", "Here is a sunrise: {1}")],
  },

  storm: {
    Viewer: each(knowing("storm.png", say(STORM))),
    Prompter: each(knowing("threatening", say("low brass, fast, dark, thunder of drums"))),
    Composer: [
      composed("low brass, fast, dark, thunder of drums", "minor", "Here is a storm: {1}"),
    ],
  },

  "in-korean": {
    Viewer: each(knowing("sunrise.png", say("잔잔한 바다 위로 해가 떠오르는 희망찬 풍경입니다."))),
    Prompter: each(knowing("희망찬", say("solo piano, slow, hopeful"))),
    Composer: [composed("solo piano, slow, hopeful", "major", "희망찬 피아노 곡을 만들었습니다.")],
  },

  "two-pictures": {
    Viewer: each(
      knowing("[storm.png] [sunrise.png]", say("A night of storm, and a calm morning.")),
    ),
    Prompter: each(knowing("calm morning", say("drums that fade, then one flute, calm"))),
    Composer: [
      composed("drums that fade, then one flute, calm", "major", "From storm to calm: {1}"),
    ],
  },

  "by-address": {
    Viewer: each(knowing("lighthouse.png", say("A lighthouse in the fog, lonely."))),
    Prompter: each(knowing("lonely", say("solo cello, very slow, lonely"))),
    Composer: [composed("solo cello, very slow, lonely", "minor", "For the lighthouse: {1}")],
  },

  "prompt-too-long": {
    Viewer: each(knowing("storm.png", say(STORM))),
    Prompter: each(
      knowing(
        "threatening",
        say("low brass and many, many drums, very fast, very dark, with thunder and with rain"),
      ),
    ),
    Composer: [
      [
        call("compose", {
          prompt:
            "low brass and many, many drums, very fast, very dark, with thunder and with rain",
          mode: "minor",
        }),
        knowing("at most 60", call("compose", { prompt: "brass and drums, dark", mode: "minor" })),
        say("It had to be shorter: {2}"),
      ],
    ],
  },

  "like-an-artist": {
    Viewer: each(knowing("sunrise.png", say(SUNRISE))),
    Prompter: each(knowing("hopeful", say("a waltz like Chopin"))),
    Composer: [
      [
        call("compose", { prompt: "a waltz like Chopin", mode: "major" }),
        say("There is no music: nothing is composed in the manner of an artist."),
      ],
    ],
  },

  "papers-of-a-person": {
    Viewer: each(
      knowing(
        "badge.png",
        say("These are the papers of a person, which I do not describe. NO MUSIC"),
      ),
    ),
  },

  "no-picture": { Viewer: each("그림이 없습니다. NO MUSIC") },

  darker: {
    Viewer: each(knowing("sunrise.png", say(SUNRISE)), "The same sun, behind clouds: sombre."),
    Prompter: each(
      knowing("hopeful", say("warm strings, slow, hopeful")),
      knowing("sombre", say("low strings, slow, sombre")),
    ),
    Composer: [
      composed("warm strings, slow, hopeful", "major", "Here it is: {1}"),
      composed("low strings, slow, sombre", "minor", "And darker: {1}"),
    ],
  },
};

/** A model that knows the conversations of the image-to-music suite, and the pictures beside it. */
export function imageToMusicModel(): Model {
  return teamModel("image-to-music", SCRIPT);
}
