package dev.drover.worker.remote;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Finds the addresses of hosts, and lets through those only that servers may be spoken to at. A connection is made to the
 * very addresses that were let through: a name that stands for another one a moment later changes nothing.
 */
final class GuardedResolver extends AddressResolverGroup<InetSocketAddress> {
    private static final Duration QUERY = Duration.ofSeconds(2);
    /** An answer is believed for so long at most, whatever it says. */
    private static final int LONGEST_TTL = 30;

    private final DnsAddressResolverGroup dns = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class)
            .queryTimeoutMillis(QUERY.toMillis())
            .maxQueriesPerResolve(3)
            .ttl(0, LONGEST_TTL));

    private final AddressRule rule;

    GuardedResolver(AddressRule rule) {
        this.rule = rule;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guarded(executor, dns.getResolver(executor));
    }

    @Override
    public void close() {
        dns.close();
        super.close();
    }

    private final class Guarded extends AbstractAddressResolver<InetSocketAddress> {
        private final AddressResolver<InetSocketAddress> names;

        private Guarded(EventExecutor executor, AddressResolver<InetSocketAddress> names) {
            super(executor, InetSocketAddress.class);
            this.names = names;
        }

        /** Never: an address that is written as one is looked at like any other. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> all = executor().newPromise();
            var _ = all.addListener((Future<List<InetSocketAddress>> found) -> {
                if (found.isSuccess()) {
                    promise.trySuccess(found.getNow().getFirst());
                } else {
                    promise.tryFailure(found.cause());
                }
            });
            doResolveAll(unresolved, all);
        }

        @Override
        protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
            if (!unresolved.isUnresolved()) {
                letThrough(unresolved, List.of(unresolved), promise);
                return;
            }
            var _ = names.resolveAll(unresolved).addListener((Future<List<InetSocketAddress>> found) -> {
                if (found.isSuccess()) {
                    letThrough(unresolved, found.getNow(), promise);
                } else {
                    promise.tryFailure(found.cause());
                }
            });
        }

        private void letThrough(
                InetSocketAddress asked, List<InetSocketAddress> found, Promise<List<InetSocketAddress>> promise) {
            List<InetSocketAddress> allowed = found.stream()
                    .filter(address -> rule.allows(asked.getHostString(), address.getAddress()))
                    .toList();
            if (allowed.isEmpty()) {
                promise.tryFailure(new AddressNotAllowed(asked.getHostString()));
            } else {
                promise.trySuccess(allowed);
            }
        }
    }
}
