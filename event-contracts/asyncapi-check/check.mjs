// Reads an AsyncAPI document with the reference parser and prints, as JSON, what is wrong with it
// and what it describes. Usage: node check.mjs <asyncapi.yaml>
import { fromFile, Parser } from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await fromFile(new Parser(), file).parse();

const report = {
  problems: diagnostics
    .filter((d) => d.severity <= 1)
    .map((d) => `${d.path.join('.')} line ${d.range.start.line + 1}: ${d.message} (${d.code})`),
  channels: (document?.channels().all() ?? []).map((channel) => {
    const kafka = channel.bindings().get('kafka')?.value() ?? {};
    return {
      name: channel.address(),
      partitions: kafka.partitions,
      retentionMs: kafka.topicConfiguration?.['retention.ms'],
      cleanupPolicy: kafka.topicConfiguration?.['cleanup.policy']?.join(','),
      events: channel
        .messages()
        .all()
        .map((message) => message.name()),
    };
  }),
};
process.stdout.write(JSON.stringify(report, null, 2) + '\n');
