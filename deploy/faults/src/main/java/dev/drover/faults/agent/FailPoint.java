package dev.drover.faults.agent;

import dev.drover.faults.agent.Change.Reaching;
import dev.drover.faults.agent.Change.Side;
import java.util.Arrays;
import java.util.List;

/** Places in the services at which they can be made to crash, to hang or to fail: each beside one call. */
public enum FailPoint {
    /** Before whose lease it is has been read. */
    CLAIM_BEGUN(Side.BEFORE, "look", "worker/ownership/ShardOwner", "carryOut"),
    /** Others are shut out, and nothing is claimed. */
    AFTER_INIT_TRANSACTIONS(Side.AFTER, "initTransactions", "worker/messaging/ShardTransactions", "fenceOthers"),
    /** The claim is in the log, and its owner does not know. */
    AFTER_CLAIM_COMMITTED(Side.AFTER, "commitTransaction", "worker/messaging/ShardTransactions", "claim"),
    /** The changes of some steps are sent, and it has not been said up to where that is. */
    STEPS_SENT(Side.BEFORE, "checkpoint", "worker/messaging/ShardTransactions", "write"),
    /** All records of a transaction are sent; of most it is a renewal alone. */
    BEFORE_COMMIT(Side.BEFORE, "commitTransaction", "worker/messaging/ShardTransactions", "write"),
    /** Steps are in the log, and nothing of what follows from them is done. */
    AFTER_COMMIT(Side.AFTER, "commitTransaction", "worker/messaging/ShardTransactions", "write"),
    BEFORE_SPAWN(Side.BEFORE, "ready", "worker/process/OsProcessHost", "spawn"),
    /** The tree is there and holds no server. */
    AFTER_SPAWN(Side.AFTER, "ready", "worker/process/OsProcessHost", "spawn"),
    /** It has been decided that the tree may become a server. */
    BEFORE_GO(Side.BEFORE, "write", "worker/process/Launch", "go"),
    BEFORE_RELEASE(Side.BEFORE, "commitTransaction", "worker/messaging/ShardTransactions", "release"),
    /** The release is in the log, and the group does not know. */
    AFTER_RELEASE(Side.AFTER, "commitTransaction", "worker/messaging/ShardTransactions", "release"),
    /** The worker has asked for commands, and does nothing about them yet. */
    POLL(Side.BEFORE, "handle", "worker/messaging/CommandListener", "run"),
    /** Commands are in the log, and still in the outbox. */
    OUTBOX_PUBLISHED(Side.AFTER, "commitTransaction", "api/outbox/RecordPublisher", "publish");

    private final Side side;
    private final String call;
    private final String owner;
    private final String method;

    FailPoint(Side side, String call, String owner, String method) {
        this.side = side;
        this.call = call;
        this.owner = "dev/drover/" + owner;
        this.method = method;
    }

    public static List<FailPoint> all() {
        return Arrays.asList(values());
    }

    /** What it is called in the control directory, such as {@code after-init-transactions}. */
    public String label() {
        return Labels.of(this);
    }

    Change change() {
        return new Reaching(owner, method, side, call, label());
    }
}
