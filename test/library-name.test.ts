import { libraryNames } from '../src/transforms/inline/library-name'

test.each([
  ['price', ['price', 'computePrice', 'calculatePrice', 'determinePrice']],
  ['validate-order', ['validateOrder', 'runValidateOrder', 'performValidateOrder', 'doValidateOrder']],
  ['check', ['check', 'computeCheck', 'calculateCheck', 'determineCheck']],
  ['2fa', ['compute2fa', 'calculate2fa', 'determine2fa']],
])('names for the function that "%s" becomes, the best first', (key, names) => {
  expect(libraryNames(key)).toEqual(names)
})
