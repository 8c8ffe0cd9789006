"""The visit on site: plan, samples, the seven steps of §7."""
