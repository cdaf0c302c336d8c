import { planCodemod } from '../../plan/codemod'

/** Handler files may hold TypeScript or JSX. */
export const parser = 'tsx'

export default planCodemod('event-bridge')
