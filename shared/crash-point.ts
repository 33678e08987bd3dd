/**
 * A place where a test can kill this process as a power cut would: `TEST_CRASH=name:3` dies the third time that
 * `crashPoint('name')` is reached. Without the variable this is nothing.
 */
export const crashPoint: (name: string) => void = createCrashPoint(process.env.TEST_CRASH)

function createCrashPoint(setting: string | undefined): (name: string) => void {
  if (setting === undefined) return () => {}
  const [target, count = '1'] = setting.split(':')
  let remaining = Number(count)
  return (name) => {
    // With `TEST_CRASH=?` nothing dies: the points that were reached are listed for the test to choose from.
    if (target === '?') process.stderr.write(`crash-point ${name}\n`)
    else if (name === target && --remaining === 0) process.kill(process.pid, 'SIGKILL')
  }
}
