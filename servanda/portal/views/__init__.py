"""Pages for everybody, one file for each subject. Every view carries `@page`."""
