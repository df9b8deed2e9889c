/** An object as it is, but for some of its methods: for tests in which one part of a real thing misbehaves. */
export const overriding = <T extends object>(real: T, methods: Partial<T>): T =>
  new Proxy(real, {
    get(target, name) {
      const value: unknown = name in methods ? methods[name as keyof T] : Reflect.get(target, name, target);
      return typeof value === "function" && !(name in methods) ? (value.bind(target) as unknown) : value;
    },
  });
