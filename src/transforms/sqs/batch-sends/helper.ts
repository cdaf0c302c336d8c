import type { InvokeSite } from '../../../scan/site'
import { isTypeScript } from '../../../syntax/source-file'
import { type SourceStyle, sourceStyle } from '../../../syntax/style'

/**
 * The function that sends texts in batches: all of them, also where a batch fails; it fails where any message does.
 * Limits: ten messages and 1 MiB (`SendMessageBatch` in the reference of SQS).
 * @param client Text of the client.
 */
export function sendBatchesText(site: InvokeSite, name: string, client: string): string {
  const isTyped = isTypeScript(site.module.file)
  const url = isTyped ? `queueUrl: ${site.sdk === 'v3' ? 'string | undefined' : 'string'}` : 'queueUrl'
  const source = `// ten messages and 1 MiB go at once; the answer names those that were not taken
const ${name} = async (${url}, bodies${isTyped ? ': readonly string[]' : ''}) => {
  const batches${isTyped ? ': string[][]' : ''} = [];
  let size = 0;
  for (const body of bodies) {
    const bytes = Buffer.byteLength(body);
    const last = batches[batches.length - 1];
    if (last && last.length < 10 && size + bytes <= 1024 * 1024) {
      last.push(body);
      size += bytes;
    } else {
      batches.push([body]);
      size = bytes;
    }
  }
  await Promise.all(
    batches.map(async (batch) => {
      const entries = batch.map((body, index) => ({ Id: String(index), MessageBody: body }));
      const { Failed = [] } = await ${request(site, client)};
      const [first] = Failed;
      if (first) {
        throw new Error(\`\${Failed.length} of \${batch.length} messages were not sent: \${first.Message || first.Code}\`);
      }
    }),
  );
}`
  return styled(source, sourceStyle(site.module))
}

function request({ sdk, style }: InvokeSite, client: string): string {
  const params = '{ QueueUrl: queueUrl, Entries: entries }'
  if (style === 'send') return `${client}.send(new SendMessageBatchCommand(${params}))`
  return `${client}.sendMessageBatch(${params})${sdk === 'v2' ? '.promise()' : ''}`
}

function styled(source: string, { eol, indent, semicolons, trailingCommas }: SourceStyle): string {
  const listed = trailingCommas ? source : source.replace(/,(\n\s*[)\]}])/g, '$1')
  const indented = listed.replace(/^( {2})+/gm, (spaces) => indent.repeat(spaces.length / 2))
  return (semicolons ? indented : indented.replace(/;$/gm, '')).split('\n').join(eol)
}
