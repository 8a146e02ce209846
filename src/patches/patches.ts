import diagnostics, { type ChannelListener } from "node:diagnostics_channel";
import module, { type RegisterHooksOptions } from "node:module";

/** Changes of this process that can be put back. */
export class Patches {
  readonly #undo: (() => void)[] = [];

  /** Gives a property another value. */
  set<Owner extends object, Name extends keyof Owner>(
    owner: Owner,
    name: Name,
    value: Owner[Name],
  ): void {
    this.define(owner, name, { value, writable: true, configurable: true });
  }

  /** Defines a property. It is put back unless somebody else has changed it since. */
  define(owner: object, name: PropertyKey, descriptor: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, descriptor);
    this.add(() => {
      const now = Object.getOwnPropertyDescriptor(owner, name);
      if (now?.value !== descriptor.value || now?.get !== descriptor.get) return;
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before);
    });
  }

  listen(channel: string, listener: ChannelListener): void {
    diagnostics.subscribe(channel, listener);
    this.add(() => void diagnostics.unsubscribe(channel, listener));
  }

  hookModules(hooks: RegisterHooksOptions): void {
    const registered = module.registerHooks(hooks);
    this.add(() => registered.deregister());
  }

  /** Adds what is to be done when all is put back. */
  add(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** The latest change first. */
  putBack(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo();
    module.syncBuiltinESMExports();
  }
}
