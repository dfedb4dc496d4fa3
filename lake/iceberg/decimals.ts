const form = /^decimal\((\d+), ?(\d+)\)$/;

/** Whether every value of a decimal type is one of another, with as many digits behind the point; no for other types. */
export function fitsDecimal(narrow: string, wide: string): boolean {
  const [of, into] = [form.exec(narrow), form.exec(wide)];
  return of !== null && into !== null && of[2] === into[2] && Number(of[1]) <= Number(into[1]);
}

/** The most digits that the specification allows. */
export const isDecimal = (type: string): boolean => Number(form.exec(type)?.[1] ?? 39) <= 38;
