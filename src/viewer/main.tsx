import { render } from "preact";
import { App } from "./app/app.tsx";
import { sourceOfPage } from "./data/source.ts";
import { showStyle } from "./style/style.ts";
import { spellOutUnprintable } from "./ui/printable.ts";

showStyle();
spellOutUnprintable();

const place = document.getElementById("app") ?? document.body;
place.replaceChildren();
render(<App source={sourceOfPage()} />, place);
