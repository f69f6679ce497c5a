BeforeAll {
    $manifest = "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    Import-Module $manifest
}

Describe 'The module' {
    It 'exports what its manifest promises' {
        $promised = (Test-ModuleManifest $manifest).ExportedCmdlets.Keys | Sort-Object
        (Get-Command -Module SmtpTls).Name | Sort-Object | Should -Be $promised
    }

    It 'keeps its commands after Import-Module -Force' {
        Import-Module $manifest -Force
        Get-Command -Module SmtpTls | Should -HaveCount (Test-ModuleManifest $manifest).ExportedCmdlets.Count
    }

    It 'has help for every command' {
        foreach ($command in Get-Command -Module SmtpTls) {
            (Get-Help $command.Name).Synopsis | Should -Not -BeLike "*$($command.Name) *"
            @((Get-Help $command.Name -Full).examples.example).Count | Should -BeGreaterOrEqual 3
        }
    }
}
