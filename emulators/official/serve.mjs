// The official server in a process of its own: prints its address, ends with its input.
import { TestNetworkNoAppView } from '@atproto/dev-env'

const official = await TestNetworkNoAppView.create({})
console.log(official.pds.url)
process.stdin.resume().on('end', async () => {
  await official.close()
  process.exit(0)
})
