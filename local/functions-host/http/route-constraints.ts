// Route constraints of ASP.NET Core, on which Azure's host routes: https://learn.microsoft.com/aspnet/core/fundamentals/routing

type Check = (text: string) => boolean

const isNumber = (text: string, pattern: RegExp) => pattern.test(text) && Number.isFinite(Number(text))
const isWhole = (text: string, least: bigint, most: bigint) => /^[+-]?\d{1,19}$/.test(text) && BigInt(text) >= least && BigInt(text) <= most
const isInt = (text: string) => isWhole(text, -(2n ** 31n), 2n ** 31n - 1n)
const isLong = (text: string) => isWhole(text, -(2n ** 63n), 2n ** 63n - 1n)
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)$/
const float = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

const checks: Record<string, (...args: string[]) => Check> = {
  int: () => isInt,
  long: () => isLong,
  bool: () => (text) => /^(true|false)$/i.test(text),
  datetime: () => (text) => !Number.isNaN(Date.parse(text)),
  decimal: () => (text) => isNumber(text, decimal),
  double: () => (text) => isNumber(text, float),
  float: () => (text) => isNumber(text, float),
  guid: () => (text) => /^([{(]?)[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i.test(text),
  length:
    (least = '0', most = least) =>
    (text) =>
      text.length >= Number(least) && text.length <= Number(most),
  minlength: (least) => (text) => text.length >= Number(least),
  maxlength: (most) => (text) => text.length <= Number(most),
  min: (least) => (text) => isLong(text) && Number(text) >= Number(least),
  max: (most) => (text) => isLong(text) && Number(text) <= Number(most),
  range: (least, most) => (text) => isLong(text) && Number(text) >= Number(least) && Number(text) <= Number(most),
  alpha: () => (text) => /^[a-z]*$/i.test(text),
  required: () => (text) => text !== '',
}

/** Makes the check of one constraint such as `int`, `range(1,5)` or `regex(^a+$)`. Throws for a name that does not exist. */
export function parseConstraint(text: string): Check {
  const [, name = '', args = ''] = /^\s*(\w+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(text) ?? []
  if (name.toLowerCase() === 'regex') {
    // In a route template braces are doubled, because single ones mean parameters.
    const pattern = new RegExp(args.replaceAll('{{', '{').replaceAll('}}', '}'), 'i')
    return (value) => pattern.test(value)
  }
  const check = checks[name.toLowerCase()]
  if (check === undefined) throw new Error(`There is no route constraint "${text}".`)
  return check(...(args === '' ? [] : args.split(',').map((arg) => arg.trim())))
}
