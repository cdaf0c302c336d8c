import { defaultRun, runPrograms } from './differential/run'

/** `npm run test:differential -- --programs 5000 --seed 7` runs more. */
test(`${defaultRun.programs} generated handlers (seed ${defaultRun.seed}) do the same as their state machines`, async () => {
  const { differences, compiled, programs, runs, waived, forms } = await runPrograms(defaultRun)
  expect(differences).toEqual([])
  // what is refused, or waived, proves nothing
  expect(compiled).toBeGreaterThan(programs / 2)
  for (const count of Object.values(forms)) expect(count).toBeGreaterThan(programs / 20)
  for (const count of Object.values(waived)) expect(count).toBeLessThan(runs / 10)
}, 600_000)
