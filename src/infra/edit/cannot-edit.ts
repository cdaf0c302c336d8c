/** Why a change cannot be made exactly. */
export class CannotEdit extends Error {
  override readonly name = 'CannotEdit'
}
