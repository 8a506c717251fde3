using ContentApi.ChangeLog;

namespace ContentApi.Tests.ChangeLog;

public sealed class InvalidationIndexTests
{
    private readonly InvalidationIndex log = new(TimeProvider.System);

    public InvalidationIndexTests() => log.StartGeneration(10);

    [Fact]
    public void A_response_is_valid_until_one_of_its_tags_changes_after_its_revision()
    {
        log.Invalidate(["story:a", "stories"], 11);
        log.Advance(11);

        Assert.Equal((11, "11"), (log.Applied!.Number, log.Applied.HeaderValue.ToString()));
        Assert.False(log.IsValid(["story:a"], 10));
        Assert.True(log.IsValid(["story:a"], 11));
        Assert.True(log.IsValid(["story:b"], 10));
        Assert.False(log.IsValid(["story:b", "stories"], 10));
        Assert.False(log.IsValid([CacheTag.Library], 10)); // every revision changes this tag
    }

    [Fact]
    public void A_response_older_than_the_start_revision_is_never_valid()
    {
        Assert.False(log.IsValid(["story:a"], 9));
        Assert.True(log.IsValid(["story:a"], 10));
    }

    [Fact]
    public void Tags_are_bounded_and_responses_that_may_depend_on_a_dropped_tag_are_invalid()
    {
        const int changes = InvalidationIndex.MaxTags * 2;
        for (var revision = 11; revision < 11 + changes; revision++)
        {
            log.Invalidate([$"story:{revision}"], revision);
            log.Advance(revision);
            Assert.InRange(log.TagCount, 0, InvalidationIndex.MaxTags + 1);
        }

        var newest = log.Applied!.Number;
        Assert.False(log.IsValid(["story:11"], 10)); // the tag was dropped, but responses older than its change stay invalid
        Assert.False(log.IsValid([$"story:{newest}"], newest - 1));
        Assert.True(log.IsValid([$"story:{newest}"], newest));
        Assert.True(log.IsValid(["story:11"], newest - 10));
    }

    [Fact]
    public void Starting_again_begins_a_new_generation()
    {
        var before = log.Applied!.Generation;
        log.StartGeneration(5);

        Assert.NotEqual(before, log.Applied!.Generation);
        Assert.Equal(5, log.Applied.Number);
        Assert.True(log.IsValid(["story:a"], 5));
    }

    [Fact]
    public void Staleness_is_set_only_while_the_log_is_unavailable()
    {
        log.MarkAvailable();
        Assert.Null(log.Staleness);
        log.MarkUnavailable();
        Assert.NotNull(log.Staleness);
        log.MarkAvailable();
        Assert.Null(log.Staleness);
    }
}
