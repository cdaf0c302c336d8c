/** Walks a folder and reads every file, and nothing else: the least that any tool has to do. */

const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

let size = 0
const visit = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) visit(path)
    else size += readFileSync(path, 'utf8').length
  }
}
visit(process.argv[2])
console.log(size)
