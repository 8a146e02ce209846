import { atOnce, call, knowing, say, type Script } from "../script.ts";
import { scriptedModel, type Model } from "./scripted-model.ts";

const toSpanish = call("transferToSpanish");
const toEnglish = call("transferToEnglish");

const SCRIPT: Script = {
  "bare-minimum": [[say("Mars is further from the sun than Venus.")]],

  "bare-memory": [
    [say("Nice to meet you, Yuna! What are they called?")],
    [say("You said that you have two cats.")],
  ],

  "bare-korean": [[say("한국의 수도는 서울입니다.")]],

  "bare-history": [[say("The Douro flows into the Atlantic at Porto.")]],

  "function-called": [
    [
      call("nextTram", { stop: "Harbour", after: "09:00" }),
      say("The next tram from {stop} leaves at {departs}."),
    ],
  ],

  "function-default": [
    [call("nextTram", { stop: "Castle" }), say("The first one leaves at {departs}.")],
  ],

  "function-not-needed": [[say("Thank you! We like it too.")]],

  "function-at-once": [
    [
      atOnce(
        call("nextTram", { stop: "Harbour", after: "12:00" }),
        call("nextTram", { stop: "Castle", after: "12:00" }),
      ),
      say("From {1.stop} at {1.departs}, and from {2.stop} at {2.departs}."),
    ],
  ],

  "function-nothing-left": [
    [
      call("nextTram", { stop: "Harbour", after: "22:00" }),
      say("No; the next one leaves {departs}."),
    ],
  ],

  "function-put-right": [
    [
      call("nextTram", { stop: "Port", after: "07:00" }),
      call("nextTram", { stop: "Harbour", after: "07:00" }),
      say("The next tram leaves from {stop} at {departs}."),
    ],
  ],

  "handoff-to-spanish": [
    [
      toSpanish,
      knowing("español", say("¡Hola! No tengo reloj, pero Lima va cinco horas por detrás de UTC.")),
    ],
  ],

  "handoff-not-needed": [[knowing("English", say("Yes, it is."))]],

  "handoff-there-and-back": [
    [say("Este año febrero tiene 28 días.")],
    [toEnglish, knowing("English", say("Of course. What would you like to know?"))],
    [toSpanish, knowing("español", say("Claro que sí, ¿en qué le ayudo?"))],
  ],

  "context-in-instructions": [[knowing("Imani", say("Good day, Imani! What may I do for you?"))]],

  "context-unknown": [[knowing("name you do not know", say("Good day! May I ask for your name?"))]],

  "context-in-a-function": [[call("showLoans"), say("You have {books} books, Imani.")]],

  "context-nobody-signed-in": [
    [call("showLoans"), say("Could you tell me the number on your library card?")],
  ],

  "context-changed": [
    [call("extendLoans", { weeks: 3 }), say("Gladly: you have {weeksLeft} weeks now.")],
    [call("showLoans"), say("You have {weeksLeft} weeks for your {books} books.")],
  ],

  "context-beyond-the-rules": [
    [
      call("extendLoans", { weeks: 4 }),
      say("I am sorry, Jo: books can be kept for 6 weeks, and that is what you have."),
    ],
  ],
};

/** A model that knows the conversations of the basics suite. */
export function basicsModel(): Model {
  return scriptedModel("basics", SCRIPT);
}
