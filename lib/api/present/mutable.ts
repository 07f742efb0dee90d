type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The same value without `readonly`, as in the contract's types. */
export function mutable<T>(value: T): Mutable<T> {
  return value as Mutable<T>;
}
