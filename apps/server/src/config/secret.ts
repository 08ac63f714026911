import { inspect } from "node:util";

/** A value that must not be seen: it prints as `[secret]` wherever it is logged, serialised or joined to a text. */
export interface Secret {
  /** The value itself, for the one place that needs it. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const shown = "[secret]";

export function createSecret(value: string): Secret {
  const show = (): string => shown;
  return Object.freeze({ reveal: () => value, toString: show, toJSON: show, [inspect.custom]: show });
}
