package app.tiktoktoe.media.blocklist;

import app.tiktoktoe.atproto.cid.Cid;

/**
 * What a video is known again by.
 *
 * @param original the CID of the file that was uploaded
 * @param blob the CID of the MP4 that was made of it
 * @param looks what it looks like
 */
public record VideoPrint(Cid original, Cid blob, PerceptualHash looks) {}
