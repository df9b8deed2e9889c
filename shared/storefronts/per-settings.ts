/** What is made of a source's settings is made once for a run, not for each of its records. */
export function perSettings<Settings extends object, Made>(
  make: (settings: Settings) => Made,
): (settings: Settings) => Made {
  const known = new WeakMap<Settings, Made>();
  return (settings) => {
    const before = known.get(settings);
    if (before !== undefined) return before;
    const made = make(settings);
    known.set(settings, made);
    return made;
  };
}
