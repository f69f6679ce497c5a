BeforeAll {
    Import-Module "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"

    $file = Join-Path $TestDrive 'a message with a rather long name that no table has room for.eml'
    Set-Content -LiteralPath $file -Value @(
        'Received: from a-host-with-a-long-name.outbound.example.net (a-host-with-a-long-name.outbound.example.net [192.0.2.10])'
        ' (using TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)) (No client certificate requested)'
        ' by another-host-with-a-long-name.inbound.example.org (Postfix) with ESMTPS id 47M1Zz28nDz8saa; Tue, 3 Jun 2025 10:11:14 +0000'
        'Received: from pc.example.net (pc.example.net [192.0.2.20]) by a-host-with-a-long-name.outbound.example.net (Postfix) with ESMTP'
        ' id 1B2C3D4E5F; Tue, 3 Jun 2025 10:11:12 +0000'
        'Subject: x', '', 'body'
    )
}

Describe 'Get-SmtpTlsHop' {
    It 'fits a window, hops and summaries, and looks the same when it comes back from a file' {
        $all = Get-SmtpTlsHop -LiteralPath $file -Summary
        $all | Export-Clixml (Join-Path $TestDrive 'hops.xml') -Depth 3
        foreach ($part in $all[0, 1], @($all[2])) {
            $text = $part | Format-Table | Out-String -Width 120
            $text -split '\r?\n' -notlike '   Message:*' | ForEach-Object { $_.Length | Should -BeLessOrEqual 120 }
        }
        $text | Should -Match 'NO +2 +2 1: pc.example.net to a-host-with-a-long-name'
        Import-Clixml (Join-Path $TestDrive 'hops.xml') | Select-Object -Last 1 | Format-Table | Out-String -Width 120 | Should -Be $text
    }

    It 'answers which versions there are in a folder' {
        Get-ChildItem $TestDrive -Filter *.eml | Get-SmtpTlsHop | Group-Object Encrypted, Protocol -NoElement | ForEach-Object Name |
            Sort-Object | Should -Be 'False', 'True, Tls12'
    }
}
