import { json, type Shape } from "./shape.ts";

/** Services that Nest puts together by the types of their constructors, in a package that says nothing of its modules. */
export const nest: Shape = {
  packages: ["@nestjs/common", "@nestjs/core", "reflect-metadata", "rxjs"],
  agents: "src/desk.agents.ts",
  call: { name: "findTicket", arguments: { id: 7 }, output: "open: Ticket 7 in Lisbon" },
  files: {
    "package.json": json({ name: "desk" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "commonjs",
        target: "ES2021",
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        esModuleInterop: true,
        baseUrl: "./",
        strict: true,
      },
    }),
    "src/desk.agents.ts": `
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { Agent } from "swarm-eval";
import { DeskModule } from "./desk.module";
import { TicketsService } from "./tickets/tickets.service";

export default async function desk() {
  const app = await NestFactory.createApplicationContext(DeskModule, { logger: false });
  const tickets = app.get(TicketsService);
  /** Finds a ticket. */
  const findTicket = (id: number) => tickets.find(id);
  return new Agent({ name: "Desk", functions: [findTicket] });
}
`,
    "src/desk.module.ts": `
import { Module } from "@nestjs/common";
import { TicketsService, CITY } from "src/tickets/tickets.service";
import { StoreService } from "src/store/store.service";

@Module({ providers: [TicketsService, StoreService, { provide: CITY, useValue: "Lisbon" }] })
export class DeskModule {}
`,
    "src/tickets/tickets.service.ts": `
import { Inject, Injectable } from "@nestjs/common";
import { Ticket, TicketStatus } from "./ticket";
import { StoreService } from "../store/store.service";

export const CITY = Symbol("city");

@Injectable()
export class TicketsService {
  readonly found: Ticket[] = [];
  constructor(private readonly store: StoreService, @Inject(CITY) private readonly city: string) {}

  find(id: number): string {
    const ticket: Ticket = this.store.get(id);
    this.found.push(ticket);
    return \`\${TicketStatus[ticket.status].toLowerCase()}: \${ticket.title} in \${this.city}\`;
  }
}
`,
    "src/tickets/ticket.ts": `
export enum TicketStatus { Open, Closed }
export interface Ticket { title: string; status: TicketStatus }
`,
    "src/store/store.service.ts": `
import { Injectable } from "@nestjs/common";
import { Ticket, TicketStatus } from "../tickets/ticket";

@Injectable()
export class StoreService {
  get(id: number): Ticket {
    return { title: \`Ticket \${id}\`, status: TicketStatus.Open };
  }
}
`,
  },
};
