module.exports = (file, { jscodeshift }) => {
  jscodeshift(file.source)
  return undefined
}
