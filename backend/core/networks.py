"""Which addresses are the whole world's, and which are somebody's own network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# What `is_global` lets pass in one Python or another: IANA's special-purpose registries.
SPECIAL = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
            *("240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23"),
            *("2002::/16", "3fff::/20", "5f00::/16", "fec0::/10"),
        ),
    )
)


def is_public(text: str) -> bool:
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    special = any(address.version == net.version and address in net for net in SPECIAL)
    return address.is_global and not address.is_multicast and not special
